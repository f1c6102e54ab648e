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
    @Option(help: "Threads to compute with.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard (1...256).contains(threads) else { throw ValidationError("--threads must be within 1...256") }
    }
}
