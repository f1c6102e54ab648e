import DICOMCore
import Foundation
import Platform
import Testing
import WorkList

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

    private func studies(_ keys: [DICOMCore.Tag: String], root: IndexQuery.Root = .study) throws -> [String] {
        let identifier = keys.merging([Self.level: "STUDY", Self.studyUID: ""]) { given, _ in given }
        return try query.find(root, identifier).compactMap { $0[Self.studyUID] }.sorted()
    }

    @Test func `an empty key asks for everything and a filled one for what matches`() throws {
        #expect(try studies([:]).count == 3)
        #expect(try studies([Self.name: "*"]).count == 3)
        #expect(try studies([Self.name: "müller^eva1"]) == [] || studies([Self.name: "MÜLLER^eva1"]) == ["1.1"])
        #expect(try studies([Self.name: "M*EVA?"]).count == 3)
        #expect(try studies([Self.studyUID: "1.1\\1.3"]) == ["1.1", "1.3"])
        #expect(try studies([Tag(0x0008, 0x0061): "SR\\DX"]).count == 3)
    }

    @Test func `dates and times match as ranges, open at either end`() throws {
        #expect(try studies([Self.date: "20260101-20260202"]) == ["1.1", "1.2"])
        #expect(try studies([Self.date: "20260202-"]) == ["1.2", "1.3"])
        #expect(try studies([Self.date: "-20260101"]) == ["1.1"])
        #expect(try studies([Self.date: "20260202"]) == ["1.2"])
        #expect(try studies([Tag(0x0008, 0x0030): "0900-0930"]).count == 3)
        #expect(try studies([Tag(0x0008, 0x0030): "0900-0929"]).isEmpty)
    }

    @Test func `every asked key comes back, empty where it has no value or is not supported`() throws {
        let unsupported = Tag(0x0008, 0x1070)
        let answers = try query.find(
            .study, [Self.level: "STUDY", Self.studyUID: "1.1", Self.name: "", unsupported: "X", Self.instanceUID: ""])
        #expect(
            answers == [
                [
                    Self.level: "STUDY", Self.studyUID: "1.1", Self.name: "MÜLLER^EVA1", unsupported: "",
                    Self.instanceUID: "",
                ]
            ])
    }

    @Test func `levels below are found by keys of levels above`() throws {
        let answers = try query.find(.study, [Self.level: "IMAGE", Self.name: "*EVA2", Self.instanceUID: ""])
        #expect(answers.map { $0[Self.instanceUID] } == ["1.2.1.1"])
    }

    @Test func `a level the information model does not have is refused`() {
        for level in ["", "STUDIES", "PATIENT"] {
            #expect(throws: QueryError.unknownLevel) { try query.find(.study, [Self.level: level]) }
        }
        #expect(throws: Never.self) { try query.find(.patient, [Self.level: "PATIENT"]) }
    }

    @Test func `a retrieval sends what its unique keys name and nothing without one`() throws {
        let named = try query.instances(.study, [Self.level: "STUDY", Self.studyUID: "1.1\\1.2"])
        #expect(named.map(\.sopInstanceUID) == ["1.1.1.1", "1.2.1.1"])
        for keys in [[:], [Self.studyUID: ""], [Self.name: "M*"]] as [[DICOMCore.Tag: String]] {
            #expect(throws: QueryError.noUniqueKey) {
                try query.instances(.study, keys.merging([Self.level: "STUDY"]) { given, _ in given })
            }
        }
        #expect(try query.instances(.study, [Self.level: "STUDY", Self.studyUID: "*"]).isEmpty)
    }
}
