import ArgumentParser
import Foundation
import Imaging
import ReportGeneration
import ReportTraining

/// The data sets this program can read.
enum DatasetKind: String, ExpressibleByArgument, CaseIterable {
    case nih
    case r2gen
    case dicom
}

struct DatasetOptions: ParsableArguments {
    @Option(
        help: """
            The kind of data set: nih (a folder with labels.csv and the ChestX-ray14 pictures) or r2gen (a folder with \
            annotation.json and images, R2Gen's layout for IU X-ray and MIMIC-CXR) or dicom (a folder with \
            reports.jsonl and DICOM objects).
            """)
    var dataset: DatasetKind

    @Option(help: "The data set's folder.", completion: .directory)
    var root: String

    @Option(
        help: "For r2gen: a label file like mimic-cxr-2.0.0-chexpert.csv, used instead of the built-in labeler.",
        completion: .file(extensions: ["csv"]))
    var labels: String?

    func validate() throws {
        if labels != nil && dataset != .r2gen { throw ValidationError("--labels requires --dataset r2gen") }
    }

    /// Reads the requested folds and writes notes about the data set to standard error.
    ///
    /// Throws `DatasetError`, `ImagingError` or `JSONLinesError`.
    func read(
        split: SplitRule, preprocessing: Preprocessing, pipeline: TextPipeline, only: Set<Fold> = Set(Fold.allCases)
    ) throws -> StudyDataset {
        let folder = URL(fileURLWithPath: root)
        switch dataset {
        case .nih:
            return try NIHDataset.read(root: folder, split: split, preprocessing: preprocessing, only: only)
        case .r2gen:
            let table = try labels.map { try ChexpertTable(path: $0) }
            let read = try R2GenDataset.read(root: folder, pipeline: pipeline, table: table)
            say(read.notes)
            return read.studies
        case .dicom:
            let read = try DICOMDataset.read(root: folder, split: split, pipeline: pipeline)
            say(read.notes)
            return read.studies
        }
    }

    private func say(_ notes: [String]) {
        for note in notes { FileHandle.standardError.write(Data("note: \(note)\n".utf8)) }
    }

    var description: DatasetDescription {
        switch dataset {
        case .nih: .nih
        case .r2gen: .r2gen
        case .dicom: .dicom
        }
    }
}

struct ComputeOptions: ParsableArguments {
    private static let range = 1...256

    @Option(
        name: .customLong("threads"),
        help: """
            Threads to compute with, \(range.lowerBound) to \(range.upperBound); without it all cores, or their share of \
            a process that mpirun started.
            """)
    var given: Int?

    /// Number of threads for one of several processes on this host.
    func threads(sharedBy processes: Int = 1) -> Int {
        // mpirun may already have bound the process to some of the cores.
        let cores = ProcessInfo.processInfo
        return given ?? max(1, min(cores.activeProcessorCount, cores.processorCount / processes))
    }

    func validate() throws {
        guard given.map(Self.range.contains) ?? true else {
            throw ValidationError("--threads must be \(Self.range.lowerBound) to \(Self.range.upperBound)")
        }
    }
}
