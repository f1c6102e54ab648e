import DICOMCore
import DICOMObject
import Foundation

/// A draft about a sample film, and its documents as the reporter writes them.
enum SampleDraft {
    static func document(findings: [String]) -> DraftDocument {
        DraftDocument(
            findings: findings, impression: ["Small effusion."],
            assessments: [AssessedFinding(label: "Effusion", probability: 0.814, threshold: 0.4)], revision: 1,
            contentDate: "20261122", contentTime: "101500",
            device: ReportingDevice(
                manufacturer: "thoraxd project", modelName: "thoraxd-demo", modelVersion: "1.0",
                weightsHash: String(repeating: "0", count: 64), serialNumber: "TEST-1",
                softwareVersion: "thoraxd 0.1.0", name: "THORAXD"))
    }

    /// The documents of a draft about a film, with the film in what is drawn.
    static func files(_ forms: [ReportForm], about film: String) throws -> [[UInt8]] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "draft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let displayed = try DICOMFile(path: film).displayedImage()
        return try forms.map { form in
            let path = folder.appending(path: "\(form.rawValue).dcm").path
            try document(findings: ["There is a small left effusion."])
                .write(form, to: path, images: [film], films: [film: .success(displayed)])
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        }
    }
}
