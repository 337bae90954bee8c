using Spectre.Console;
using Spectre.Console.Rendering;
using LiveProgress = Spectre.Console.Progress;

namespace PgBackup.ConsoleHost.Output.Progress;

/// <summary>Progress on a terminal: a bar for each gauge, redrawn in place and gone when the work is done.</summary>
internal static class ProgressBars
{
    private const int BarWidth = 20;

    public static Task<T> ShowAsync<T>(Terminal terminal, Func<Action<ProgressState>, Task<T>> work) =>
        new LiveProgress(terminal.People) { AutoClear = true, HideCompleted = false }
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = BarWidth },
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new TextColumn())
            .StartAsync(context =>
            {
                List<ProgressTask> bars = [];
                return work(state => Update(context, bars, state));
            });

    private static void Update(ProgressContext context, List<ProgressTask> bars, ProgressState state)
    {
        for (var i = 0; i < state.Gauges.Count; i++)
        {
            var gauge = state.Gauges[i];
            if (bars.Count == i)
                bars.Add(context.AddTask(gauge.Label));

            var bar = bars[i];
            // The last bar tells the phase, the one before it what it counts.
            bar.Description = Markup.Escape(i == state.Gauges.Count - 1 ? state.Phase : gauge.Label);
            bar.IsIndeterminate = gauge.Total == 0;
            bar.MaxValue = Math.Max(gauge.Total, 1);
            bar.Value = gauge.Total == 0 ? 0 : gauge.Done;
            bar.Tag = gauge.Text;
        }
    }

    private sealed class TextColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Tag as string ?? "", new Style(Color.Grey)) { Overflow = Overflow.Ellipsis };
    }
}
