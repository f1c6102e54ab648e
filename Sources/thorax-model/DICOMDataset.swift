import DICOMCore
import FilmSelection
import FindingLabels
import Foundation
import Platform
import ReportGeneration
import ReportTraining
import WorkList
import WorkListDatabase

/// Studies of DICOM objects with written reports: a folder with `reports.jsonl` and, at any depth, the objects.
///
/// A line of `reports.jsonl` is `{"id": "…", "text": "…"}`; the id is a Study Instance UID or an accession number.
/// Headers are scanned, images are judged and later displayed by the daemon's own code, so that a model is trained on
/// the pictures that it will get. Studies are split by patient: Patient ID (0010,0020) with its issuer.
struct DICOMDataset {
    let studies: StudyDataset
    /// Omissions and their reasons, one sentence each, without names, ids or paths.
    let notes: [String]

    private struct Object {
        let header: InstanceHeader
        let image: ReceivedImage
    }

    /// Reads every header and report. Pictures are read later, when their batch is made.
    ///
    /// Throws `JSONLinesError` or `DatasetError`.
    static func read(root: URL, split rule: SplitRule, pipeline: TextPipeline) throws -> DICOMDataset {
        var reports = try writtenReports(root.appending(path: "reports.jsonl").path)
        let (objects, unread) = try scannedObjects(below: root)
        var notes = unread > 0 ? ["Files left out, \(unread): not a DICOM object, or its header cannot be read."] : []
        let labeler = FindingLabeler()
        var found: [TrainingStudy] = []
        var reasons: [String: Int] = [:]
        var (withoutReport, unlabelled) = (0, 0)
        // In the order of their UIDs, so that a report whose accession number two studies share always goes to the same one.
        let grouped = Dictionary(grouping: objects, by: \.header.studyInstanceUID)
        for (uid, objects) in grouped.sorted(by: { $0.key < $1.key }) {
            let accession = objects.lazy.compactMap(\.header.accessionNumber).first
            let paths: [String]
            switch Eligibility().judge(objects.map(\.image)) {
            case .eligible(let uids):
                paths = objects.filter { uids.contains($0.header.sopInstanceUID) }.map(\.image.instance.path)
            case .ineligible(let reason):
                reasons[reason, default: 0] += 1
                continue
            }
            guard
                let report = reports.removeValue(forKey: uid) ?? accession.flatMap({ reports.removeValue(forKey: $0) })
            else {
                withoutReport += 1
                continue
            }
            guard let labels = labeler.statuses(of: report) else {
                unlabelled += 1
                continue
            }
            found.append(
                TrainingStudy(
                    id: uid, patient: patient(of: objects[0].header), group: nil,
                    views: paths.prefix(pipeline.views.upperBound).map { .file(URL(fileURLWithPath: $0)) },
                    labels: labels,
                    report: .written(words: pipeline.words(of: report), original: report)))
        }
        notes += reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "Studies left out, \($0.value): \($0.key)."
        }
        if unlabelled > 0 { notes.append(R2GenDataset.unreadNote(unlabelled)) }
        if withoutReport > 0 { notes.append("Studies left out, \(withoutReport): no line of reports.jsonl is theirs.") }
        if !reports.isEmpty {
            notes.append("Reports left out, \(reports.count): no study left has this UID or accession number.")
        }
        return DICOMDataset(
            studies: try StudyDataset(
                labels: Finding.allCases.map(\.rawValue), split: PatientSplit.folds(of: found, by: rule)),
            notes: notes)
    }

    private static func writtenReports(_ path: String) throws -> [String: String] {
        var lines = try JSONLines<ReportLine>(path: path)
        var reports: [String: String] = [:]
        while let (line, report) = try lines.next() {
            guard reports.updateValue(report.text, forKey: report.id) == nil else {
                throw JSONLinesError.badLine(
                    path: path, line: line, reason: "the id of this line is already used", example: ReportLine.example)
            }
        }
        return reports
    }

    /// Images by series and instance number, as the daemon orders them, and the number of files that are not readable objects.
    private static func scannedObjects(below root: URL) throws -> (objects: [Object], unread: Int) {
        var unread = 0
        var objects: [String: Object] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
        for name in names where name != "reports.jsonl" {
            let path = root.appending(path: name).path
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            guard let object = try? object(path) else {
                unread += 1
                continue
            }
            guard SOPClass.storedImages.contains(where: { $0.description == object.header.sopClassUID }) else {
                continue
            }
            objects[object.header.sopInstanceUID] = objects[object.header.sopInstanceUID] ?? object
        }
        func order(_ object: Object) -> (Int, Int, String) {
            let header = object.header
            return (header.seriesNumber ?? -1, header.instanceNumber ?? -1, header.sopInstanceUID)
        }
        return (objects.values.sorted { order($0) < order($1) }, unread)
    }

    private static func object(_ path: String) throws -> Object {
        var source = try ScanSource(path: path)
        let header = try InstanceHeader(ofFile: &source)
        let instance = StoredInstance(header, path: path, contents: try DurableFile.Contents(ofFileAt: path))
        return Object(header: header, image: ReceivedImage(header, of: instance))
    }

    /// Identifies the patient; a study without Patient ID is a patient of its own.
    private static func patient(of header: InstanceHeader) -> String {
        header.patientID.map { "\($0)\\\(header.issuerOfPatientID ?? "")" } ?? header.studyInstanceUID
    }
}
