import Foundation
import ReportGeneration
import Testing

@testable import ReportTraining

struct R2GenAnnotationTests {
    private let folder: AnnotationFolder

    init() throws { folder = try AnnotationFolder() }

    private func faults() -> [RecordFault] {
        do throws(DatasetError) {
            _ = try R2GenAnnotation.read(root: folder.root, views: 2...2)
            return []
        } catch {
            if case .brokenRecords(_, let faults, let count) = error {
                #expect(faults.count == min(count, 20))
                return faults
            }
            Issue.record("\(error)")
            return []
        }
    }

    @Test func `reads ids, patients, views and folds`() throws {
        try folder.write()
        let folds = try R2GenAnnotation.read(root: folder.root, views: 2...2)
        #expect(folds.mapValues(\.count) == [.train: 4, .validation: 1, .test: 1])
        let first = try #require(folds[.train]?.first)
        #expect(first.patient == "CXR0" && first.study == first.id)
        #expect(first.paths == ["CXR0_IM-0000/0.png", "CXR0_IM-0000/1.png"])
    }

    @Test func `takes numbers for the ids that MIMIC-CXR adds`() throws {
        try folder.write("val", 0, ["id": "02aa804e", "subject_id": 10_000_032, "study_id": 50_414_267])
        let record = try #require(try R2GenAnnotation.read(root: folder.root, views: 2...2)[.validation]?.first)
        #expect(record.patient == "10000032" && record.study == "50414267")
    }

    @Test(arguments: [
        ("report", " .\n" as any Sendable, "the report is empty"),
        ("report", 7, "report is not a string"),
        ("id", "", "id is not a string"),
        ("id", "A17", "there is no subject_id, and the id is not an IU X-ray id"),
        ("split", "test", "the value of split does not match the list"),
        ("image_path", ["CXR2_IM-0002/0.png"], "1 views, not 2"),
        ("image_path", "CXR2_IM-0002/0.png", "image_path is not a list of strings"),
        ("image_path", ["CXR2_IM-0002/0.png", "CXR2_IM-0002/9.png"], "the file of view 2 is missing"),
        ("image_path", ["CXR2_IM-0002", "CXR2_IM-0002/0.png"], "the file of view 1 is missing"),
        ("image_path", ["../images/CXR2_IM-0002/0.png", "a"], "the path of view 1 is not inside the folder images"),
        ("image_path", ["/etc/passwd", "a"], "the path of view 1 is not inside the folder images"),
    ])
    func `states the split, the index and the reason of a faulty record`(
        key: String, value: any Sendable, reason: String
    ) throws {
        try folder.write("train", 2, [key: value])
        #expect(faults() == [RecordFault(split: "train", index: 2, reason: reason)])
    }

    @Test func `refuses a duplicate id and a patient in two folds`() throws {
        try folder.write("test", 0, ["id": "CXR1_IM-0001"])
        #expect(faults().map(\.reason) == ["the id is already used by train[1]"])
        try folder.write("test", 0, ["id": "CXR1_IM-0007"])
        #expect(faults() == [RecordFault(split: "test", index: 0, reason: "the patient is also in train")])
    }

    @Test func `lists at most twenty records and counts them all`() throws {
        folder.records["train"] = (0..<30).map { ["id": "CXR\($0)_1", "report": "", "image_path": ["a", "b"]] }
        try folder.write("val", 0, ["report": ""])
        #expect(faults().count == 20)
        #expect(throws: DatasetError.self) { try R2GenAnnotation.read(root: folder.root, views: 2...2) }
        do {
            _ = try R2GenAnnotation.read(root: folder.root, views: 2...2)
        } catch {
            #expect("\(error)".contains("31 broken records: train[0]: the report is empty"))
            #expect(!"\(error)".contains("CXR"), "ids may name patients")
        }
    }

    @Test func `refuses a file that is not an annotation, an unknown fold and an empty fold`() throws {
        try Data("[]".utf8).write(to: folder.root.appending(path: "annotation.json"))
        #expect(throws: DatasetError.self) { try R2GenAnnotation.read(root: folder.root, views: 2...2) }
        folder.records["extra"] = []
        try folder.write()
        #expect(throws: DatasetError.self) { try R2GenAnnotation.read(root: folder.root, views: 2...2) }
        folder.records["extra"] = nil
        folder.records["val"] = []
        try folder.write()
        #expect(throws: DatasetError.emptyFold("val")) { try R2GenAnnotation.read(root: folder.root, views: 2...2) }
    }
}
