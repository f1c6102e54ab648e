package import Foundation

/// `annotation.json`, the format R2Gen, R2GenCMN and WCL use for IU X-ray and MIMIC-CXR:
///
///     { "train": [ {"id": …, "report": …, "image_path": [ … ], "split": "train"}, … ], "val": [ … ], "test": [ … ] }
///
/// It lies next to the folder `images`, which the paths are relative to, and defines the split. A patient is
/// `subject_id` or, for IU X-ray ids such as CXR2384_IM-0942, the part before the underscore. A patient in two folds is
/// an error. The published files have none (MIMIC-CXR is split by patient; an IU X-ray number is one report), so a file
/// that has one was split wrongly and its scores would be too good. No file tells whether two IU X-ray numbers are the
/// same patient.
package enum R2GenAnnotation {
    static let maximumBytes = 1 << 30
    static let maximumReportBytes = 100_000
    private static let maximumFaults = 20
    private static let names: [(fold: Fold, name: String)] = [(.train, "train"), (.validation, "val"), (.test, "test")]

    private typealias File = [String: [UncheckedRecord]]

    /// Reads and validates `annotation.json` and checks that every picture exists.
    ///
    /// - Parameter views: allowed number of pictures per study.
    ///
    /// Throws `DatasetError`: a file with a faulty record is refused as a whole.
    package static func read(root: URL, views: ClosedRange<Int>) throws(DatasetError) -> [Fold: [R2GenRecord]] {
        let url = root.appendingPathComponent("annotation.json")
        let file: File
        do {
            let size = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int ?? 0
            if size > maximumBytes { throw DatasetError.tableTooLarge(path: url.path, bytes: size) }
            file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url, options: .mappedIfSafe))
        } catch let error as DatasetError {
            throw error
        } catch is DecodingError {
            throw .unreadable(path: url.path, reason: "not an object with the lists train, val and test")
        } catch {
            throw .unreadable(path: url.path, reason: error.localizedDescription)
        }
        return try check(file, root: root, path: url.path, views: views)
    }

    private static func check(
        _ file: File, root: URL, path: String, views: ClosedRange<Int>
    ) throws(DatasetError) -> [Fold: [R2GenRecord]] {
        if let other = file.keys.first(where: { key in !names.contains { $0.name == key } }) {
            throw .unreadable(
                path: path, reason: "the fold \"\(other.prefix(20))\" is not train, val or test")
        }
        var folds: [Fold: [R2GenRecord]] = [:]
        var (faults, count): ([RecordFault], Int) = ([], 0)
        var seen: [String: String] = [:]
        var patients: [String: String] = [:]
        for (fold, name) in names {
            var records: [R2GenRecord] = []
            for (index, unchecked) in (file[name] ?? []).enumerated() {
                do throws(RecordReason) {
                    let record = try check(unchecked, split: name, views: views, root: root)
                    let first = seen.updateValue("\(name)[\(index)]", forKey: record.id)
                    if let first { throw RecordReason(text: "the id is already used by \(first)") }
                    let other = patients.updateValue(name, forKey: record.patient)
                    if let other, other != name { throw RecordReason(text: "the patient is also in \(other)") }
                    records.append(record)
                } catch {
                    count += 1
                    if faults.count < maximumFaults {
                        faults.append(RecordFault(split: name, index: index, reason: error.text))
                    }
                }
            }
            folds[fold] = records
        }
        if count > 0 { throw .brokenRecords(path: path, faults: faults, count: count) }
        for (fold, name) in names where folds[fold]?.isEmpty ?? true { throw .emptyFold(name) }
        return folds
    }

    private static func check(
        _ unchecked: UncheckedRecord, split: String, views: ClosedRange<Int>, root: URL
    ) throws(RecordReason) -> R2GenRecord {
        let fields = try unchecked.content.get()
        if let stated = fields.split, stated != split {
            throw RecordReason(text: "the value of split does not match the list")
        }
        guard fields.report.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw RecordReason(text: "the report is empty")
        }
        if fields.report.utf8.count > maximumReportBytes {
            throw RecordReason(text: "the report is too long")
        }
        guard views.contains(fields.paths.count) else {
            let wanted = views.count == 1 ? "\(views.lowerBound)" : "\(views.lowerBound) to \(views.upperBound)"
            throw RecordReason(text: "\(fields.paths.count) views, not \(wanted)")
        }
        for (index, path) in fields.paths.enumerated() {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            if parts.contains("") || parts.contains("..") || parts.contains(".") || path.utf8.contains(0) {
                throw RecordReason(text: "the path of view \(index + 1) is not inside the folder images")
            }
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: picture(path, root).path, isDirectory: &isFolder)
            if !exists || isFolder.boolValue { throw RecordReason(text: "the file of view \(index + 1) is missing") }
        }
        guard let patient = fields.subject ?? indianaNumber(fields.id) else {
            throw RecordReason(text: "there is no subject_id, and the id is not an IU X-ray id")
        }
        return R2GenRecord(
            id: fields.id, report: fields.report, paths: fields.paths, patient: patient,
            study: fields.study ?? fields.id)
    }

    /// The file of a record's picture.
    static func picture(_ path: String, _ root: URL) -> URL {
        root.appendingPathComponent("images").appendingPathComponent(path)
    }

    private static func indianaNumber(_ id: String) -> String? {
        guard id.hasPrefix("CXR"), let end = id.firstIndex(of: "_") else { return nil }
        let number = id[..<end]
        return number.dropFirst(3).isEmpty || !number.dropFirst(3).allSatisfy(\.isNumber) ? nil : String(number)
    }
}
