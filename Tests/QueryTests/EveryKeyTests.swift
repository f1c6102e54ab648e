import DICOMCore
import Foundation
import Testing
import WorkListDatabase
import WorkListFixture

@testable import Query

/// A silently wrong answer is worse than a refusal: every key that a C-FIND may hold is matched, or only returned, or
/// makes the answer say that it was ignored (FF01).
struct EveryKeyTests {
    /// Tags of the groups that a query has keys in, known to this node or not, and one of a private group.
    private static let tags: Set<DICOMCore.Tag> = {
        var tags: Set<DICOMCore.Tag> = [DICOMCore.Tag(0x0009, 0x0010), DICOMCore.Tag(0x0032, 0x1060)]
        for group in [0x0008, 0x0010, 0x0018, 0x0020, 0x0028, 0x0040] as [UInt16] {
            for element in Array(UInt16(1)...0x0063) + Array(UInt16(0x1030)...0x1062) {
                tags.insert(DICOMCore.Tag(group, element))
            }
        }
        return tags.union(QueryKey.attributes.keys.filter { $0.sequence == nil }.map(\.tag))
    }()

    private static let keys =
        tags.map { KeyAttribute($0) } + QueryKey.attributes.keys.filter { $0.sequence != nil }
        + [
            KeyAttribute(.patientName, in: .requestAttributesSequence),
            KeyAttribute(.codeValue, in: .anatomicRegionSequence),
        ]

    private let fixture: Fixture
    private let query: IndexQuery

    init() throws {
        fixture = try Fixture()
        query = IndexQuery(workList: fixture.workList)
        var header = Fixture.header()
        header.studyDate = "20260101"
        header.studyTime = "093000"
        header.patientSex = "F"
        header.patientBirthDate = "19700101"
        header.accessionNumber = "A1"
        header.studyID = "S1"
        header.studyDescription = "Chest"
        header.referringPhysicianName = "ROE^ANN"
        header.seriesNumber = 3
        header.seriesDescription = "Chest PA"
        header.rows = 256
        header.columns = 512
        header.contentDate = "20260102"
        header.completionFlag = "COMPLETE"
        header.documentTitle = CodedConcept(value: "18748-4", scheme: "LN", meaning: "Report")
        try fixture.admit(header)
    }

    /// A value that no stored object has, in the form of the key's matching.
    private func strange(_ attribute: IndexedAttribute) -> String {
        switch attribute.matching {
        case .date: "19000101"
        case .time: "010203"
        case .dateTime: "19000101010203"
        case .number: "4711"
        case .uniqueIdentifier, .text, .personName, .none: "9.9.9"
        }
    }

    @Test(arguments: QueryLevel.allCases) func `every key is matched, only returned, or said to be ignored`(
        level: QueryLevel
    ) throws {
        let root: IndexQuery.Root = level == .patient ? .patient : .study
        func found(_ key: KeyAttribute, _ value: String) throws -> (answers: [[Matches.Element]], isIgnored: Bool) {
            var matches = try query.find(
                root, Identifier([KeyAttribute(.queryRetrieveLevel): level.rawValue, key: value]))
            var answers: [[Matches.Element]] = []
            while let answer = try matches.next() { answers.append(answer) }
            return (answers, matches.hasUnsupportedKeys)
        }
        for key in Self.keys where key.tag != .queryRetrieveLevel && key.tag != .specificCharacterSet {
            let attribute = QueryKey.attribute(of: key, at: level)
            let isNodes = key.sequence == nil && QueryKey.ofTheNode.contains(key.tag)
            // Universal: returned, or ignored and said to be.
            let whole = try found(key, "")
            #expect(whole.answers.count == 1, "\(key)")
            if let attribute {
                #expect(whole.answers[0].map(\.key) == [KeyAttribute(attribute.tag, in: attribute.sequence)])
                #expect(!whole.isIgnored)
            } else {
                #expect(whole.answers[0].isEmpty && whole.isIgnored == !isNodes, "\(key)")
            }
            // A value that nothing has: nothing is found, or the key is said to be ignored.
            let narrowed = try found(key, attribute.map(strange) ?? "9.9.9")
            #expect(narrowed.isIgnored || narrowed.answers.isEmpty, "\(level.rawValue) \(key) is passed over silently")
            #expect(!(narrowed.isIgnored && narrowed.answers.isEmpty), "\(key) is both ignored and matched")
        }
    }

    @Test(arguments: QueryLevel.allCases) func `every matched key finds its own value, alone, padded and in a list`(
        level: QueryLevel
    ) throws {
        let root: IndexQuery.Root = level == .patient ? .patient : .study
        func found(_ key: KeyAttribute, _ value: String) throws -> (values: [[String]], isIgnored: Bool) {
            var matches = try query.find(
                root, Identifier([KeyAttribute(.queryRetrieveLevel): level.rawValue, key: value]))
            var values: [[String]] = []
            while let answer = try matches.next() { values.append(answer.map(\.value)) }
            return (values, matches.hasUnsupportedKeys)
        }
        var matched = 0
        for key in QueryKey.attributes.keys {
            guard let attribute = QueryKey.attribute(of: key, at: level), attribute.matching != .none,
                let value = try found(key, "").values.first?.first, !value.isEmpty
            else { continue }
            matched += 1
            let other = strange(attribute)
            for given in [value, " \(value) ", "\(other)\\\(value)", "\(value)\\\(other)"] {
                let result = try found(key, given)
                #expect(result.values == [[value]] && !result.isIgnored, "\(level.rawValue) \(key) \(given)")
            }
            let none = try found(key, "\(other)\\\(other)")
            #expect(none.values.isEmpty, "\(level.rawValue) \(key)")
        }
        #expect(matched >= (level == .patient ? 4 : 12))
    }

    @Test func `the table of attributes has each tag once, and knows its level and its column`() throws {
        #expect(Set(IndexedAttribute.all).count == IndexedAttribute.all.count)
        for attribute in IndexedAttribute.all {
            let rows = try fixture.workList.matches(attribute.level, [], limit: 9)
            #expect(try fixture.workList.values(of: rows, at: attribute.level, returning: [attribute]).count == 1)
        }
    }
}
