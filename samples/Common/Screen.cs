using Spectre.Console;
using Spectre.Console.Rendering;

namespace Samples;

/// <summary>Where a person reads: a live terminal, or plain lines when the output goes elsewhere.</summary>
/// <typeparam name="TView">What shows the work while it runs.</typeparam>
internal sealed class Screen<TView>
{
    private const int PlainWidth = 200;

    private readonly IAnsiConsole _console;

    private Screen(IAnsiConsole console, bool plain, TView view) => (_console, IsPlain, View) = (console, plain, view);

    public bool IsPlain { get; }

    public TView View { get; }

    public static Screen<TView> Open(Func<TextWriter, TView> plain, Func<IAnsiConsole, TView> live) => Console.IsOutputRedirected
        ? Plain(Console.Out, plain)
        : new Screen<TView>(AnsiConsole.Console, plain: false, live(AnsiConsole.Console));

    /// <summary>Plain lines: no colours, no cursor movements, nothing folded.</summary>
    public static Screen<TView> Plain(TextWriter output, Func<TextWriter, TView> view)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = PlainWidth;
        return new Screen<TView>(console, plain: true, view(output));
    }

    /// <summary>Writes one line as it is: paths must stay whole, so nothing is folded to the terminal's width.</summary>
    public void Say(string line) => _console.Profile.Out.Writer.WriteLine(line);

    public void Show(IRenderable what) => _console.Write(what);
}
