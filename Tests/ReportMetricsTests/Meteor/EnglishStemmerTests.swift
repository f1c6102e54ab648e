import Testing

@testable import ReportMetrics

struct EnglishStemmerTests {
    /// Expected stems from Snowball's own program.
    @Test(arguments: [
        ("effusions", "effus"), ("opacities", "opac"), ("opacity", "opac"), ("calcified", "calcifi"),
        ("atelectasis", "atelectasi"), ("enlarged", "enlarg"), ("stopping", "stop"), ("hoping", "hope"),
        ("generalizations", "general"), ("conditional", "condit"), ("happily", "happili"), ("cry", "cri"), ("by", "by"),
        ("say", "say"), ("dying", "die"), ("succeed", "succeed"), ("patient's", "patient"), ("gas", "gas"),
        ("gaps", "gap"), ("ties", "tie"), ("'s", "'s"), ("yellow", "yellow"), ("bias", "bias"), ("analogy", "analog"),
    ])
    func `removes suffixes as Snowball does`(word: String, stem: String) {
        #expect(EnglishStemmer.stem(word) == stem)
    }
}
