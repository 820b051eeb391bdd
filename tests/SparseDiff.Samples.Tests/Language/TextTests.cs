using Samples.Language;

namespace SparseDiff.Samples.Tests.Language;

public sealed class TextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_file_of_the_users_is_split_and_its_line_ends_are_made_equal()
    {
        var path = _directory.File("text.txt");
        File.WriteAllText(path, "\ufeff" + string.Concat(Enumerable.Repeat("one\r\ntwo\r\n", 100)));
        var corpus = CorpusReader.Read(path, root: null, _ => Assert.Fail("Nothing to say."));
        Assert.Equal((720, 80), (corpus.Train.Length, corpus.HeldOut.Length));
        Assert.StartsWith("one\ntwo\n", corpus.Train, StringComparison.Ordinal);
    }

    [Fact]
    public void The_repository_gives_sources_and_documents_and_holds_every_tenth_file_out_whole()
    {
        for (var i = 0; i < 10; i++) Write($"src/{i}.cs", $"class C{i};");
        Write("README.md", "read me");
        Write("src/bin/x.cs", "output");
        Write("samples/obj/x.cs", "output");
        Write("src/notes.txt", "not this");
        var corpus = CorpusReader.Read(path: null, _directory.File("."), _ => Assert.Fail("Nothing to say."));
        var all = corpus.Train + corpus.HeldOut;
        Assert.All(Enumerable.Range(0, 10), i => Assert.Contains($"class C{i};", all, StringComparison.Ordinal));
        Assert.Contains("read me", all, StringComparison.Ordinal);
        Assert.DoesNotContain("output", all, StringComparison.Ordinal);
        Assert.DoesNotContain("not this", all, StringComparison.Ordinal);
        Assert.Single(corpus.HeldOut.TrimEnd().Split('\n'));
        Assert.DoesNotContain(corpus.HeldOut.Trim(), corpus.Train, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_repository_the_program_says_that_it_uses_a_text_of_its_own()
    {
        var said = new List<string>();
        var corpus = CorpusReader.Read(path: null, root: null, said.Add);
        Assert.Contains("--text", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("gradient", corpus.Train, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_not_there_is_an_error_with_its_name() =>
        Assert.Contains("--text nowhere.txt", Assert.Throws<TrainingException>(() => CorpusReader.Read("nowhere.txt", root: null, _ => { })).Message, StringComparison.Ordinal);

    [Fact]
    public void Characters_come_back_and_rare_ones_become_one_token()
    {
        var text = string.Concat(Enumerable.Repeat("abc\n", 50_000)) + "é";
        var vocabulary = Characters.Of(text);
        Assert.Equal("\ufffd\nabc", vocabulary.Symbols);
        Assert.Equal("cab\ufffd", vocabulary.Decode(vocabulary.Encode("cabé")));
        Assert.Equal(5, Characters.Of("abc\n").Size);
    }

    [Fact]
    public void Bytes_have_the_numbers_that_GPT_2_gives_them()
    {
        var vocabulary = new Gpt2Bytes();

        // From the published table: '!' is 0, 'a' is 64, space 220, line feed 198.
        Assert.Equal([0, 64, 220, 198], vocabulary.Encode("!a \n"));
        Assert.Equal(256, Enumerable.Range(0, 256).Select(token => vocabulary.Decode([token])).Count());
        Assert.Equal("naïve – 数\n", vocabulary.Decode(vocabulary.Encode("naïve – 数\n")));
        Assert.Equal("?", vocabulary.Decode([50_000]));
    }

    [Fact]
    public void A_windows_targets_are_its_tokens_one_further_on_and_a_step_draws_the_same_again()
    {
        var windows = new Windows([.. Enumerable.Range(0, 1000)], batch: 5, context: 8);
        windows.Draw(seed: 3, step: 12);
        var inputs = windows.Inputs.ToArray();
        Assert.Equal(inputs.Select(token => token + 1), windows.Targets.ToArray());
        Assert.Equal(5, inputs.Chunk(8).Select(window => window[0]).Distinct().Count());
        windows.Draw(seed: 3, step: 13);
        Assert.NotEqual(inputs, windows.Inputs.ToArray());
        windows.Draw(seed: 3, step: 12);
        Assert.Equal(inputs, windows.Inputs.ToArray());
        windows.Draw(seed: 4, step: 12);
        Assert.NotEqual(inputs, windows.Inputs.ToArray());
    }

    [Fact]
    public void Spread_windows_cover_a_text_from_its_beginning()
    {
        var windows = new Windows([.. Enumerable.Range(0, 1008)], batch: 5, context: 8);
        var starts = Enumerable.Range(0, 2).SelectMany(number =>
        {
            windows.Spread(number, 2);
            return windows.Inputs.ToArray().Chunk(8).Select(window => window[0]);
        });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 100), starts);
    }

    [Fact]
    public void A_text_shorter_than_a_window_is_an_error() =>
        Assert.Contains("has 8", Assert.Throws<TrainingException>(() => new Windows(new int[8], batch: 1, context: 8)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_author_writes_what_the_model_expects_and_sees_no_more_than_its_context()
    {
        var vocabulary = new Characters("\ufffdabc");
        var longest = 0;
        var written = Author.Write(vocabulary, Next, "a", context: 3, length: 6, seed: 1);
        Assert.Equal("bcabca", written);
        Assert.Equal(3, longest);

        float[] Next(int[] tokens)
        {
            longest = Math.Max(longest, tokens.Length);
            var logits = new float[4];
            logits[(tokens[^1] % 3) + 1] = 100;
            return logits;
        }
    }

    public void Dispose() => _directory.Dispose();

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(path))!);
        File.WriteAllText(_directory.File(path), text);
    }
}
