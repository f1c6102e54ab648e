import Testing

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct EditDistanceTests {
    @Test(arguments: [
        ("the heart is normal", "the heart is normal", 0), ("the heart is normal", "the  heart\nis normal", 0),
        ("the heart is normal", "the heart is enlarged", 1), ("", "no effusion", 2), ("no effusion", "", 2),
        ("a b c d", "b c d e", 2), ("kitten sits", "sitting kitten sits now", 2),
    ])
    func `words put in, taken out or changed are counted`(draft: String, signed: String, distance: Int) {
        #expect(wordEditDistance(from: draft, to: signed) == distance)
    }
}
