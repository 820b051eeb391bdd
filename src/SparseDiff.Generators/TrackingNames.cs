namespace SparseDiff.Generators;

/// <summary>Names of the pipeline's steps, for the tests of what is computed again.</summary>
internal static class TrackingNames
{
    public const string Program = nameof(Program);
    public const string Files = nameof(Files);
    public const string Rules = nameof(Rules);
    public const string HasGpu = nameof(HasGpu);
    public const string Types = nameof(Types);
    public const string Declarations = nameof(Declarations);
    public const string Overrides = nameof(Overrides);
    public const string Methods = nameof(Methods);
    public const string Calls = nameof(Calls);
    public const string Plans = nameof(Plans);
    public const string Unwritten = nameof(Unwritten);
    public const string Sources = nameof(Sources);
    public const string ParameterPoints = nameof(ParameterPoints);
    public const string Gradients = nameof(Gradients);
    public const string Functions = nameof(Functions);
    public const string Recursion = nameof(Recursion);
    public const string FunctionPlans = nameof(FunctionPlans);
    public const string UnwrittenFunctions = nameof(UnwrittenFunctions);
    public const string Lanes = nameof(Lanes);
    public const string Mapped = nameof(Mapped);
    public const string FunctionSources = nameof(FunctionSources);
}
