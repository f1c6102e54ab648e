import ArgumentParser
import Foundation

/// The data sets this program can read.
enum DatasetKind: String, ExpressibleByArgument, CaseIterable {
    case nih
}

struct DatasetOptions: ParsableArguments {
    @Option(help: "The kind of data set: nih (a folder with labels.csv and the ChestX-ray14 pictures).")
    var dataset: DatasetKind

    @Option(help: "The data set's folder.", completion: .directory)
    var root: String
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
