import ArgumentParser
import DICOMObject
import Foundation
import Imaging
import ReportGeneration
import ReportMetrics
import ReportTraining
import Tensors

/// Prints an error and its hint at the program's outer boundary.
enum Failure {
    /// Runs `body`; on an error one of the processes reports it and all of them end.
    static func reported(in group: any ProcessGroup = SingleProcess(), _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            group.fail { say(error) }
            throw ExitCode.failure
        }
    }

    private static func say(_ error: any Error) {
        FileHandle.standardError.write(Data("error: \(error)\n".utf8))
        if let hint = hint(for: error) { FileHandle.standardError.write(Data("hint: \(hint)\n".utf8)) }
    }

    static func hint(for error: any Error) -> String? {
        switch error {
        case let error as ReportGenerationError: error.hint
        case let error as ImagingError: error.hint
        case let error as DICOMObjectError: error.hint
        case let error as DatasetError: error.hint
        case let error as TrainingError: error.hint
        case let error as ProcessGroupError: error.hint
        case let error as ReportMetricsError: error.hint
        case let error as TrunkImportError: error.hint
        case let error as ReportLinesError: error.hint
        default: nil
        }
    }
}
