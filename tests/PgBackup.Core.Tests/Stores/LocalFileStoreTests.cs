using System.Text;
using FluentAssertions;
using PgBackup.Stores;
using Xunit;

namespace PgBackup.Tests.Stores;

[Trait("Category", "Unit")]
public sealed class LocalFileStoreTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("pgbackup-store-");

    private string Folder => Path.Combine(_parent.FullName, "store");

    private LocalFileStore Store => new(Folder);

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task File_is_there_when_it_is_complete_and_not_before()
    {
        await using (var write = await Store.CreateAsync("a.sql", default))
        {
            await write.Content.WriteAsync("hello world"u8.ToArray());
            (await NamesAsync()).Should().BeEmpty();
            var early = () => Store.OpenReadAsync("a.sql", 0, null, default);
            await early.Should().ThrowAsync<FileNotFoundException>();
            await write.CompleteAsync(default);
        }

        (await NamesAsync()).Should().Equal("a.sql");
        (await ReadAsync("a.sql", 0, null)).Should().Be("hello world");
        (await ReadAsync("a.sql", 6, 3)).Should().Be("wor");
        (await Store.DeleteAsync("a.sql", default)).Should().BeTrue();
        (await Store.DeleteAsync("a.sql", default)).Should().BeFalse();
    }

    [Fact]
    public async Task Write_that_is_not_completed_leaves_nothing()
    {
        await using (var write = await Store.CreateAsync("a.sql", default))
            await write.Content.WriteAsync(new byte[100]);

        Directory.GetFiles(Folder).Select(Path.GetFileName).Should().Equal(".gitignore");
    }

    // From 64 MiB on, what is written is on its way to the disk while more comes.
    [Fact]
    public async Task Large_file_is_whole_whichever_way_it_is_written()
    {
        var block = new byte[16 * 1024 * 1024];
        new Random(7).NextBytes(block);
        await using (var write = await Store.CreateAsync("a.bin", default))
        {
            for (var i = 0; i < 9; i += 3)
            {
                await write.Content.WriteAsync(block);
#pragma warning disable CA1835 // the older way is one of them
                await write.Content.WriteAsync(block, 0, block.Length, default);
#pragma warning restore CA1835
                write.Content.Write(block, 0, block.Length);
            }

            await write.Content.FlushAsync();
            await write.CompleteAsync(default);
        }

        await using var content = await Store.OpenReadAsync("a.bin", 0, null, default);
        var read = new byte[block.Length];
        for (var i = 0; i < 9; i++)
        {
            await content.ReadExactlyAsync(read);
            read.AsSpan().SequenceEqual(block).Should().BeTrue($"block {i}");
        }

        content.ReadByte().Should().Be(-1);
    }

    [Fact]
    public async Task Cancelled_write_is_said_so_and_leaves_nothing()
    {
        await using (var write = await Store.CreateAsync("a.sql", default))
        {
            var act = async () => await write.Content.WriteAsync(new byte[10], new CancellationToken(canceled: true));
            await act.Should().ThrowAsync<OperationCanceledException>();
        }

        (await NamesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task File_that_exists_is_never_overwritten()
    {
        await CompleteAsync("a.sql");

        var act = () => Store.CreateAsync("a.sql", default);

        await act.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Directory_ignores_itself_and_only_the_owner_may_read_it()
    {
        await CompleteAsync("a.sql");

        (await File.ReadAllLinesAsync(Path.Combine(Folder, ".gitignore"))).Should().Contain("*");
        if (OperatingSystem.IsWindows())
            return;
        File.GetUnixFileMode(Folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(Folder, "a.sql")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var write = await Store.CreateAsync("b.sql", default);
        File.GetUnixFileMode(Path.Combine(Folder, "b.sql.partial")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Own_ignore_file_of_the_user_stays()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, ".gitignore"), "mine");

        await CompleteAsync("a.sql");

        (await File.ReadAllTextAsync(Path.Combine(Folder, ".gitignore"))).Should().Be("mine");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a.sql")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/a.sql")]
    [InlineData(".gitignore")]
    [InlineData("a\0.sql")]
    public async Task Names_that_leave_the_directory_are_refused(string name)
    {
        var create = () => Store.CreateAsync(name, default);
        var open = () => Store.OpenReadAsync(name, 0, null, default);
        var delete = () => Store.DeleteAsync(name, default);

        await create.Should().ThrowAsync<ArgumentException>();
        await open.Should().ThrowAsync<ArgumentException>();
        await delete.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Symbolic_links_are_neither_followed_nor_listed_nor_written_through()
    {
        if (OperatingSystem.IsWindows())
            return;
        await CompleteAsync("a.sql");
        var secret = Path.Combine(_parent.FullName, "secret");
        await File.WriteAllTextAsync(secret, "secret");
        File.CreateSymbolicLink(Path.Combine(Folder, "link.sql"), secret);
        File.CreateSymbolicLink(Path.Combine(Folder, "dangling.sql"), Path.Combine(_parent.FullName, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(Folder, "b.sql.partial"), secret);

        (await NamesAsync()).Should().Equal("a.sql");
        var open = () => Store.OpenReadAsync("link.sql", 0, null, default);
        await open.Should().ThrowAsync<IOException>();
        var write = () => Store.CreateAsync("b.sql", default);
        await write.Should().ThrowAsync<IOException>();
        var overwrite = () => CompleteAsync("dangling.sql");
        await overwrite.Should().ThrowAsync<IOException>();
        await Store.CleanUpAsync(default);
        (await File.ReadAllTextAsync(secret)).Should().Be("secret");
        File.Exists(Path.Combine(_parent.FullName, "nowhere")).Should().BeFalse();
    }

    [Fact]
    public async Task Abandoned_files_are_removed_but_not_those_being_written()
    {
        await using var write = await Store.CreateAsync("running.sql", default);
        await write.Content.WriteAsync(new byte[10]);
        await File.WriteAllTextAsync(Path.Combine(Folder, "crashed.sql.partial"), "half");

        await Store.CleanUpAsync(default);

        Directory.GetFiles(Folder, "*.partial").Select(Path.GetFileName).Should().Equal("running.sql.partial");
        await write.CompleteAsync(default);
        (await NamesAsync()).Should().Equal("running.sql");
    }

    [Fact]
    public async Task File_that_is_taken_for_abandoned_before_it_is_locked_is_made_again()
    {
        Directory.CreateDirectory(Folder);
        using var stop = new CancellationTokenSource();
        var cleaning = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await Store.CleanUpAsync(default);
        })));

        for (var i = 0; i < 1500; i++)
        {
            await using var write = await Store.CreateAsync($"{i}.sql", default);
            if (i % 10 == 0)
                await write.CompleteAsync(default);
            else
                Directory.GetFiles(Folder, $"{i}.sql.*").Should().NotBeEmpty("file {0} is being written", i);
        }

        await stop.CancelAsync();
        await cleaning;
        (await NamesAsync()).Should().HaveCount(150);
    }

    [Fact]
    public async Task File_that_another_host_deletes_meanwhile_is_not_listed()
    {
        Directory.CreateDirectory(Folder);
        for (var i = 0; i < 20; i++)
            await File.WriteAllTextAsync(Path.Combine(Folder, $"{i}.sql"), "x");
        var names = new List<string>();

        await foreach (var file in Store.ListAsync(default))
        {
            names.Add(file.Name);
            foreach (var path in Directory.GetFiles(Folder))
                File.Delete(path);
        }

        names.Should().ContainSingle();
    }

    [Fact]
    public async Task Directory_that_does_not_exist_is_empty()
    {
        (await NamesAsync()).Should().BeEmpty();
        await Store.CleanUpAsync(default);
        var open = () => Store.OpenReadAsync("a.sql", 0, null, default);
        await open.Should().ThrowAsync<FileNotFoundException>();
        Directory.Exists(Folder).Should().BeFalse();
    }

    private async Task CompleteAsync(string name)
    {
        await using var write = await Store.CreateAsync(name, default);
        await write.CompleteAsync(default);
    }

    private async Task<List<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var file in Store.ListAsync(default))
            names.Add(file.Name);
        return names;
    }

    private async Task<string> ReadAsync(string name, long offset, long? length)
    {
        await using var stream = await Store.OpenReadAsync(name, offset, length, default);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
