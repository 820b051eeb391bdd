using FashionMnist.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FashionMnist.Reporting;

/// <summary>Where a person reads: a live terminal, or plain lines when the output goes elsewhere.</summary>
internal sealed class Screen
{
    private const int PlainWidth = 200;

    private readonly IAnsiConsole _console;

    private Screen(IAnsiConsole console, bool plain, IRaceView view) => (_console, IsPlain, View) = (console, plain, view);

    public bool IsPlain { get; }

    public IRaceView View { get; }

    public static Screen Open() => Console.IsOutputRedirected ? Plain(Console.Out) : Live();

    /// <summary>Plain lines: no colours, no cursor movements, nothing folded.</summary>
    public static Screen Plain(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = PlainWidth;
        return new Screen(console, plain: true, new PlainView(output));
    }

    /// <summary>Writes one line as it is: paths must stay whole, so nothing is folded to the terminal's width.</summary>
    public void Say(string line) => _console.Profile.Out.Writer.WriteLine(line);

    public void Show(IRenderable what) => _console.Write(what);

    private static Screen Live() => new(AnsiConsole.Console, plain: false, new LiveView(AnsiConsole.Console));
}
