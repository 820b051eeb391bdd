using FashionMnist.Training;

namespace FashionMnist.Reporting;

/// <summary>Where a person reads what this program does.</summary>
internal static class Screen
{
    public static Screen<IRaceView> Open() => Screen<IRaceView>.Open(static output => new PlainView(output), static console => new LiveView(console));

    public static Screen<IRaceView> Plain(TextWriter output) => Screen<IRaceView>.Plain(output, static output => new PlainView(output));
}
