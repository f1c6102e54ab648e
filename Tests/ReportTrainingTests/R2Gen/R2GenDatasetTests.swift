import FindingLabels
import Foundation
import ReportGeneration
import Testing

@testable import ReportTraining

struct R2GenDatasetTests {
    private func words(_ study: TrainingStudy?) -> String {
        guard case .written(let words, _)? = study?.report else { return "" }
        return words.joined(separator: " ")
    }

    @Test func `the pipeline decides what the decoder learns`() throws {
        let folder = try AnnotationFolder()
        try folder.write()
        let parity = try R2GenDataset.read(root: folder.root, pipeline: .parityIU)
        #expect(words(parity.studies[.train].first) == "the heart is enlarged . a 25 cm nodule in the appa views .")
        let clinical = try R2GenDataset.read(root: folder.root, pipeline: .clinical)
        #expect(words(clinical.studies[.train].first) == "the heart is enlarged . a 2.5 cm nodule in the AP/PA views .")
        guard case .written(_, let original)? = clinical.studies[.test].first?.report else {
            Issue.record("no written report")
            return
        }
        #expect(original.hasPrefix("1. The heart"))
        #expect(clinical.notes.isEmpty)
        #expect(clinical.studies.splitSHA256 == parity.studies.splitSHA256)
    }

    @Test func `views are files below the folder images`() throws {
        let folder = try AnnotationFolder()
        try folder.write("train", 0, ["image_path": ["CXR0_IM-0000/1.png"]])
        let dataset = try R2GenDataset.read(root: folder.root, pipeline: .clinical)
        #expect(dataset.notes == ["1 of 6 studies have fewer than 2 views."])
        guard case .file(let url)? = dataset.studies[.train].first?.views.first else {
            Issue.record("no file")
            return
        }
        #expect(url.path == folder.root.appending(path: "images/CXR0_IM-0000/1.png").path)
        #expect(throws: DatasetError.self) { try R2GenDataset.read(root: folder.root, pipeline: .parityIU) }
        #expect(throws: DatasetError.self) { try R2GenDataset.read(root: folder.root, pipeline: .parityMIMIC) }
    }

    @Test func `labels come from the table if it has the study, otherwise from the report`() throws {
        let folder = try AnnotationFolder()
        try folder.write("train", 1, ["study_id": 77])
        let found = try R2GenDataset.read(root: folder.root, pipeline: .clinical)
        #expect(found.studies.labels == Finding.allCases.map(\.rawValue))
        let cardiomegaly = try #require(Finding.allCases.firstIndex(of: .cardiomegaly))
        #expect(found.studies[.train].map { $0.labels[cardiomegaly] } == Array(repeating: .positive, count: 4))
        let table = try ChexpertTable(ChexpertTableTests.header + "1,77,,,0.0,,,,,,,,,,-1.0,\n", path: "labels.csv")
        let listed = try R2GenDataset.read(root: folder.root, pipeline: .clinical, table: table)
        #expect(listed.studies[.train].map { $0.labels[cardiomegaly] } == [.positive, .negative, .positive, .positive])
        #expect(listed.notes == ["5 studies have no row in the label table; their labels come from their reports."])
    }

    @Test func `a report in another language is no label for the finding head`() throws {
        let folder = try AnnotationFolder()
        try folder.write("train", 1, ["study_id": 77, "report": "Kein Pneumothorax. Das Herz ist nicht vergrößert."])
        let found = try R2GenDataset.read(root: folder.root, pipeline: .clinical)
        #expect(found.studies[.train].count == 3)
        #expect(found.notes == [R2GenDataset.unreadNote(1)])
        let table = try ChexpertTable(ChexpertTableTests.header + "1,77,,,0.0,,,,,,,,,,-1.0,\n", path: "labels.csv")
        let listed = try R2GenDataset.read(root: folder.root, pipeline: .clinical, table: table)
        #expect(listed.studies[.train].count == 4)
    }
}
