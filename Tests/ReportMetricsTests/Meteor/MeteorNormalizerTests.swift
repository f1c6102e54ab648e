import Testing

@testable import ReportMetrics

struct MeteorNormalizerTests {
    /// Expected words from METEOR 1.5's own program (`-norm -writeAlignments`).
    @Test(arguments: [
        ("The <unk> x-ray (PA/AP) shows 2.5 cm", "the < unk > x ray ( pa / ap ) shows 2.5 cm"),
        ("1,000 units; don't patient's lungs' .", "1,000 units ; don 't patient 's lungs ' ."),
        ("t12. wedge deformity. Dr. Smith No. 5 e.g. U.S.A. p.m.", "t12. wedge deformity . dr. smith no. 5 eg usa pm"),
        ("stop. Go hello... world a,b,c", "stop . go hello ... world a , b,c"),
        ("a-b-c ab-cd-ef a--b a---b a- -b", "a b-c ab cd ef a b a--b a- -b"),
        ("'90s 90's rock'n'roll ``x''", "' 90s 90 's rock 'n'roll \" x \""),
        ("5µm café ___ year 2.5x3.0. X", "5 µ m café _ _ _ year 25x30 x"),
        ("b,--,'", "b , - , '"), ("'--'", "' -'"), ("", ""),
    ])
    func `produces METEOR's words`(text: String, words: String) {
        #expect(MeteorNormalizer.words(text).joined(separator: " ") == words)
    }

    @Test func `knows 93 function words`() { #expect(FunctionWords.english.count == 93) }
}
