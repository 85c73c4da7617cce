using Pds.Auditor.Verify;

namespace Pds.Auditor.Explain;

/// <summary>A story for people.</summary>
/// <param name="texts">The sentences.</param>
/// <param name="rules">Whether each rule that was asked is written.</param>
internal sealed class StoryText(AuditTexts texts, bool rules = false)
{
    /// <summary>Writes it.</summary>
    public void Write(Story story, TextWriter output)
    {
        if (story.Grant is { } grant)
        {
            output.WriteLine(texts.Format("title", grant));
        }

        output.WriteLine(texts.Format(story.Receipt, story.ReceiptLeaf));
        foreach (var sentence in story.Sentences)
        {
            output.WriteLine($"{(sentence.At is { } at ? TellingTime.Moment(texts, at) + "  " : "")}{sentence.Text}{LeavesOf(sentence)}");
            foreach (var detail in sentence.Details.Concat(rules ? sentence.Trace.Select(rule => "  " + rule) : []))
            {
                output.WriteLine("    " + detail);
            }
        }

        if (story is { Span: { } span, Manifest: { } manifest })
        {
            output.WriteLine(texts.Format("proof", span.First, span.Last));
            output.WriteLine(texts.Format("proof.log", manifest.Origin, manifest.Size));
        }
    }

    private string LeavesOf(StorySentence sentence) =>
        sentence.Leaf is not { } first ? ""
        : first == sentence.LastLeaf ? texts.Format("leaf", first)
        : texts.Format("leaves", first, sentence.LastLeaf);
}
