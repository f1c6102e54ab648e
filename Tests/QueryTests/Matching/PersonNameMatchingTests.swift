import DICOMCore
import Foundation
import Testing
import WorkListFixture

@testable import Query
@testable import WorkList
@testable import WorkListDatabase

struct PersonNameMatchingTests {
    let fixture: Fixture
    private static let names = [
        "MÜLLER^EVA", "Doe^Jane^^^", "DOE", "Yamada^Tarou=山田^太郎=やまだ^たろう", "ΔΙΟΝΥΣΙΟΣ", "GROSS", "Doe ^ John",
    ]

    init() throws {
        fixture = try Fixture()
        for (index, name) in Self.names.enumerated() {
            var header = Fixture.header(study: index + 1)
            header.patientName = name
            try fixture.admit(header)
        }
    }

    @Test(arguments: [
        ("müller*", [0]), ("Müller^Eva", [0]), ("muller*", []), ("MÜLLER", []),
        ("doe^jane", [1]), ("DOE^JANE^^", [1]), ("doe", [2]), ("DOE^*", [1, 2, 6]), ("doe*", [1, 2, 6]),
        ("DOE^*^*", [1, 2, 6]), ("d?e^j*", [1, 6]), ("DOE^JOHN", [6]), ("*", [0, 1, 2, 3, 4, 5, 6]),
        ("yamada*", [3]), ("山田*", [3]), ("やまだ^たろう", [3]), ("=山田*", [3]), ("yamada*=山田*", [3]),
        ("yamada*=", [3]), ("山田*=", []), ("tanaka*=山田*", []), ("*=*=やまだ*", [3]),
        ("Διονύσιος", []), ("διονυσιος", [4]), ("groß", [5]), ("*a*a*a*a*a*a*a*a*b", []),
    ])
    func `a name is found whatever its case and in each of its scripts`(pattern: String, expected: [Int]) throws {
        let rows = try fixture.workList.matches(.study, [.isLike(.patientName, pattern: pattern)], limit: 99)
        let found = try fixture.workList.values(of: rows, at: .study, returning: [.patientName]).compactMap { $0[0] }
        #expect(found.sorted() == expected.map { Self.names[$0] }.sorted())
    }
}
