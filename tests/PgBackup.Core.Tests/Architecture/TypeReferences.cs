using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PgBackup.Tests.Architecture;

/// <summary>Gathers which types a type definition names. Constants are gone from what the compiler writes.</summary>
internal sealed class TypeReferences
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _names;

    public void AddDefinition(TypeDefinition type)
    {
        Add(type.BaseType);
        AddAttributes(type);
        AddConstraints(type);
        foreach (var implemented in type.Interfaces)
            Add(implemented.InterfaceType);
        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
            AddAttributes(field);
        }

        foreach (var property in type.Properties)
            AddAttributes(property);
        foreach (var method in type.Methods)
            AddMethod(method);
        foreach (var nested in type.NestedTypes)
            AddDefinition(nested);
    }

    private void AddMethod(MethodDefinition method)
    {
        AddAttributes(method);
        AddConstraints(method);
        Add(method.ReturnType);
        foreach (var parameter in method.Parameters)
            Add(parameter.ParameterType);
        if (!method.HasBody)
            return;
        foreach (var variable in method.Body.Variables)
            Add(variable.VariableType);
        foreach (var handler in method.Body.ExceptionHandlers)
            Add(handler.CatchType);
        foreach (var instruction in method.Body.Instructions)
            AddOperand(instruction);
    }

    private void AddOperand(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Add(type);
                break;
            case FieldReference field:
                Add(field.DeclaringType);
                Add(field.FieldType);
                break;
            case MethodReference method:
                Add(method.DeclaringType);
                Add(method.ReturnType);
                if (method is GenericInstanceMethod generic)
                    AddAll(generic.GenericArguments);
                break;
        }
    }

    private void AddAttributes(ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments)
                Add(argument.Value as TypeReference);
        }
    }

    private void AddConstraints(IGenericParameterProvider provider)
    {
        foreach (var constraint in provider.GenericParameters.SelectMany(p => p.Constraints))
            Add(constraint.ConstraintType);
    }

    private void AddAll(IEnumerable<TypeReference> types)
    {
        foreach (var type in types)
            Add(type);
    }

    private void Add(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                break;
            case FunctionPointerType pointer:
                Add(pointer.ReturnType);
                AddAll(pointer.Parameters.Select(p => p.ParameterType));
                break;
            case GenericInstanceType generic:
                Add(generic.ElementType);
                AddAll(generic.GenericArguments);
                break;
            case IModifierType modified:
                Add(modified.ElementType);
                Add(modified.ModifierType);
                break;
            case TypeSpecification specification:
                Add(specification.ElementType);
                break;
            default:
                _names.Add(TypeUse.NameOf(type));
                break;
        }
    }
}
