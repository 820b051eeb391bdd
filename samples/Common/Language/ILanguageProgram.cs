using SparseDiff;

namespace Samples.Language;

/// <summary>What differs from one program that trains language models to another.</summary>
internal interface ILanguageProgram
{
    /// <summary>The model in a few words.</summary>
    string Model { get; }

    /// <summary>The tokens that the models see a text as.</summary>
    IVocabulary VocabularyOf(Corpus corpus);

    /// <summary>A model in training for each policy of a race, all with the same first weights.</summary>
    IReadOnlyList<ILanguageTrainee> Trainees(LanguageOptions options, IVocabulary vocabulary, int seed, Device device, Action<string> say);
}
