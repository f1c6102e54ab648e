import DICOMCore
import Foundation
import Platform
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

@testable import Query

struct QueryTests {
    private let query: IndexQuery
    private let workList: WorkListStore
    private static let level = Tag(0x0008, 0x0052)
    private static let studyUID = Tag(0x0020, 0x000D)
    private static let name = Tag(0x0010, 0x0010)
    private static let date = Tag(0x0008, 0x0020)
    private static let instanceUID = Tag(0x0008, 0x0018)

    init() throws {
        workList = try WorkListStore(stateDirectory: NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)")
        query = IndexQuery(workList: workList)
        let calling = try #require(AETitle("MODALITY1"))
        for (study, date) in [(1, "20260101"), (2, "20260202"), (3, "20260303")] {
            var header = InstanceHeader(
                sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.\(study).1.1",
                studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).1",
                transferSyntaxUID: "1.2.840.10008.1.2.1")
            header.patientName = "MÜLLER^EVA\(study)"
            header.patientID = "P\(study)"
            header.studyDate = date
            header.studyTime = "093059.5"
            header.modality = "DX"
            _ = try workList.admit(
                header, path: "instances/\(study).dcm",
                contents: .init(byteCount: 1, sha256: [UInt8](repeating: 0, count: 32)), callingAETitle: calling,
                settleAt: .now)
        }
    }

    private func find(_ keys: [DICOMCore.Tag: String], root: IndexQuery.Root = .study) throws -> Matches {
        try query.find(root, Identifier(Dictionary(uniqueKeysWithValues: keys.map { (KeyAttribute($0), $1) })))
    }

    private func answers(_ matches: Matches) throws -> [[DICOMCore.Tag: String]] {
        var matches = matches
        var answers: [[DICOMCore.Tag: String]] = []
        while let answer = try matches.next() {
            answers.append(Dictionary(uniqueKeysWithValues: answer.map { ($0.key.tag, $0.value) }))
        }
        return answers
    }

    private func studies(_ keys: [DICOMCore.Tag: String], root: IndexQuery.Root = .study) throws -> [String] {
        let keys = keys.merging([Self.level: "STUDY", Self.studyUID: ""]) { given, _ in given }
        return try answers(find(keys, root: root)).compactMap { $0[Self.studyUID] }
    }

    @Test func `an empty key asks for everything and a filled one for what matches, the latest first`() throws {
        #expect(try studies([:]) == ["1.3", "1.2", "1.1"])
        #expect(try studies([Self.name: "*"]).count == 3)
        #expect(try studies([Self.name: "müller^eva1"]) == ["1.1"])
        #expect(try studies([Self.name: "M*EVA?"]).count == 3)
        #expect(try studies([Self.studyUID: "1.1\\1.3"]) == ["1.3", "1.1"])
        #expect(try studies([Tag(0x0008, 0x0061): "SR\\DX"]).count == 3)
        #expect(try studies([.patientID: "p1"]).isEmpty)
    }

    @Test func `a list of values finds any of them, and Modality of a study is that of one of its series`() throws {
        #expect(try studies([.patientID: "P1\\P3"]) == ["1.3", "1.1"])
        #expect(try studies([.patientID: "P1\\?2"]) == ["1.2", "1.1"])
        #expect(try studies([Self.name: "MÜLLER^EVA1\\*3"]) == ["1.3", "1.1"])
        #expect(try studies([Self.date: "20260101\\20260303"]) == ["1.3", "1.1"])
        #expect(try studies([.modality: "CR\\DX"]).count == 3)
        #expect(try studies([.modality: "dx"]).count == 3)
        #expect(try studies([.modality: "D*"]).count == 3)
        #expect(try studies([.modality: "SR"]).isEmpty)
        let matches = try find([Self.level: "STUDY", .modality: "CR\\DX", Self.studyUID: "1.1"])
        #expect(!matches.hasUnsupportedKeys)
        #expect(try answers(matches) == [[.modalitiesInStudy: "DX", Self.studyUID: "1.1"]])
        let series = try answers(find([Self.level: "SERIES", .modality: "cr\\dx", Self.studyUID: "1.1"]))
        #expect(series == [[.modality: "DX", Self.studyUID: "1.1"]])
    }

    @Test func `what devices write around values does not count`() throws {
        #expect(try studies([Self.name: "^^^^"]).count == 3)
        #expect(try studies([Self.name: "*^*"]).count == 3)
        #expect(try studies([Self.name: "=*^*"]).count == 3)
        #expect(try studies([Self.date: "20260101 - 20260202"]) == ["1.2", "1.1"])
        #expect(try studies([Self.date: "2026.01.01"]) == ["1.1"])
        #expect(try studies([Tag(0x0008, 0x0030): "09:00:00-09:31:00"]).count == 3)
        #expect(try studies([.patientID: "P1 \0"]) == ["1.1"])
        #expect(try studies([Self.level: "study", .patientID: "P1"]) == ["1.1"])
    }

    @Test func `dates, times and code strings are found as they are stored and as they should be`() throws {
        var header = Fixture.header(study: 7)
        header.studyDate = "2026.11.02"
        header.studyTime = "10:30:00"
        header.modality = "dx"
        header.patientSex = "f"
        header.bodyPartExamined = "Chest"
        _ = try workList.admit(
            header, path: "instances/7.dcm", contents: Fixture.contents(), callingAETitle: Fixture.calling,
            settleAt: .now)
        for keys in [
            [Self.date: "20261102"], [Self.date: "20261101-20261103"], [Self.date: "20261102", .modality: "DX"],
            [Self.date: "20261001-"], [.patientSex: "F"], [.patientSex: "f\\M"],
            [Tag(0x0008, 0x0030): "1030", Self.date: "2026.11.02"],
        ] { #expect(try studies(keys) == ["1.7"], "\(keys)") }
        let series = try answers(
            find([Self.level: "SERIES", Self.studyUID: "1.7", .bodyPartExamined: "CHEST", Self.date: ""]))
        #expect(series == [[Self.studyUID: "1.7", .bodyPartExamined: "Chest", Self.date: "20261102"]])
    }

    @Test func `dates and times match as ranges, open at either end`() throws {
        #expect(try studies([Self.date: "20260101-20260202"]) == ["1.2", "1.1"])
        #expect(try studies([Self.date: "20260202-"]) == ["1.3", "1.2"])
        #expect(try studies([Self.date: "-20260101"]) == ["1.1"])
        #expect(try studies([Self.date: "20260202"]) == ["1.2"])
        let time = Tag(0x0008, 0x0030)
        #expect(try studies([time: "0900-0930"]).count == 3)
        #expect(try studies([time: "0900-0929"]).isEmpty)
        #expect(try studies([time: "0930"]).count == 3)
        #expect(try studies([time: "093059.5"]).count == 3)
        #expect(try studies([time: "0931"]).isEmpty)
        #expect(try studies([time: "093000-"]).count == 3)
    }

    @Test func `every supported key comes back, empty where it has no value; one that is not is told of`() throws {
        let unsupported = Tag(0x0008, 0x1070)
        let keys = [Self.level: "STUDY", Self.studyUID: "1.1", Self.name: "", .studyID: ""]
        let supported = try find(keys)
        #expect(!supported.hasUnsupportedKeys)
        let answer = [Self.studyUID: "1.1", Self.name: "MÜLLER^EVA1", .studyID: ""]
        #expect(try answers(supported) == [answer])
        for (tag, value) in [(unsupported, "X"), (Self.instanceUID, ""), (.numberOfStudyRelatedSeries, "7")] {
            let matches = try find(keys.merging([tag: value]) { $1 })
            #expect(matches.hasUnsupportedKeys, "\(tag)")
            #expect(try answers(matches).first?[Self.name] == "MÜLLER^EVA1")
            #expect(try answers(matches).first?[unsupported] == nil)
        }
    }

    @Test func `a sequence asked for as a whole comes with all of its supported keys`() throws {
        let keys = [KeyAttribute(Self.level): "IMAGE", KeyAttribute(Self.studyUID): "1.1"]
        var matches = try query.find(.study, Identifier(keys, wholeSequences: [.conceptNameCodeSequence]))
        let answer = try #require(try matches.next())
        #expect(
            answer.filter { $0.key.sequence == .conceptNameCodeSequence }.map(\.key.tag)
                == [.codeValue, .codingSchemeDesignator, .codeMeaning])
        #expect(!matches.hasUnsupportedKeys)
        #expect(try query.find(.study, Identifier(keys, wholeSequences: [Tag(0x0008, 0x1111)])).hasUnsupportedKeys)
    }

    @Test func `more matches than one query is answered with are cut, and said to be`() throws {
        let small = IndexQuery(workList: workList, maximumResults: 2)
        let matches = try small.find(.study, Identifier([KeyAttribute(Self.level): "STUDY"]))
        #expect(matches.isCut)
        #expect(try answers(matches).count == 2)
        #expect(try !find([Self.level: "STUDY"]).isCut)
    }

    @Test func `levels below are found by keys of levels above`() throws {
        let found = try answers(find([Self.level: "IMAGE", Self.name: "*EVA2", Self.instanceUID: ""]))
        #expect(found.map { $0[Self.instanceUID] } == ["1.2.1.1"])
    }

    @Test func `a level the information model does not have is refused`() {
        for level in ["", "STUDIES", "PATIENT"] {
            #expect(throws: QueryError.unknownLevel) { try find([Self.level: level]) }
        }
        #expect(throws: Never.self) { try find([Self.level: "PATIENT"], root: .patient) }
    }

    @Test func `a retrieval sends what the unique key of its level names and nothing without it`() throws {
        func instances(_ keys: [DICOMCore.Tag: String], _ level: String = "STUDY") throws -> [String] {
            let keys = keys.merging([Self.level: level]) { given, _ in given }
            let identifier = Identifier(Dictionary(uniqueKeysWithValues: keys.map { (KeyAttribute($0), $1) }))
            return try query.instances(.patient, identifier).map(\.sopInstanceUID)
        }
        #expect(try instances([Self.studyUID: "1.1\\1.2"]) == ["1.1.1.1", "1.2.1.1"])
        #expect(try instances([.patientID: "P2"], "PATIENT") == ["1.2.1.1"])
        for keys in [[:], [Self.studyUID: ""], [Self.name: "M*"], [.patientID: "P1"]] as [[DICOMCore.Tag: String]] {
            #expect(throws: QueryError.noUniqueKey) { try instances(keys) }
        }
        #expect(throws: QueryError.noUniqueKey) { try instances([Self.studyUID: "1.1"], "IMAGE") }
        #expect(try instances([Self.studyUID: "*"]).isEmpty)
    }
}
