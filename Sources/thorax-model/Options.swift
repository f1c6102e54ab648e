import ArgumentParser
import Foundation
import Imaging
import ReportGeneration
import ReportTraining

/// The data sets this program can read.
enum DatasetKind: String, ExpressibleByArgument, CaseIterable {
    case nih
    case r2gen
}

struct DatasetOptions: ParsableArguments {
    @Option(
        help: """
            The kind of data set: nih (a folder with labels.csv and the ChestX-ray14 pictures) or r2gen (a folder with \
            annotation.json and images, as R2Gen lays out IU X-ray and MIMIC-CXR).
            """)
    var dataset: DatasetKind

    @Option(help: "The data set's folder.", completion: .directory)
    var root: String

    @Option(
        help: "For r2gen: labels in the layout of mimic-cxr-2.0.0-chexpert.csv, in place of the built-in labeler's.",
        completion: .file(extensions: ["csv"]))
    var labels: String?

    func validate() throws {
        if labels != nil && dataset != .r2gen { throw ValidationError("--labels goes with --dataset r2gen") }
    }

    /// Reads the folds wanted; says on standard error what a person should know of them.
    ///
    /// Throws `DatasetError` or `ImagingError`.
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
            for note in read.notes { FileHandle.standardError.write(Data("note: \(note)\n".utf8)) }
            return read.studies
        }
    }

    var description: DatasetDescription {
        switch dataset {
        case .nih: .nih
        case .r2gen: .r2gen
        }
    }
}

struct ComputeOptions: ParsableArguments {
    @Option(
        name: .customLong("threads"),
        help: "Threads to compute with; without it all cores, or their share of a process that mpirun started.")
    var given: Int?

    /// Threads of a process that shares this host with others.
    func threads(sharedBy processes: Int = 1) -> Int {
        // mpirun may have bound the process to some of the cores already.
        let cores = ProcessInfo.processInfo
        return given ?? max(1, min(cores.activeProcessorCount, cores.processorCount / processes))
    }

    func validate() throws {
        guard given.map((1...256).contains) ?? true else { throw ValidationError("--threads must be within 1...256") }
    }
}
