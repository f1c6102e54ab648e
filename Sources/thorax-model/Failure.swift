import ArgumentParser
import DICOMObject
import Foundation
import Imaging
import ReportGeneration
import ReportMetrics
import ReportTraining

/// The edge where an error becomes words: what happened, then what to do.
enum Failure {
    static func reported(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            if let hint = hint(for: error) { FileHandle.standardError.write(Data("hint: \(hint)\n".utf8)) }
            throw ExitCode.failure
        }
    }

    static func hint(for error: any Error) -> String? {
        switch error {
        case let error as ReportGenerationError: error.hint
        case let error as ImagingError: error.hint
        case let error as DICOMObjectError: error.hint
        case let error as DatasetError: error.hint
        case let error as TrainingError: error.hint
        case let error as ReportMetricsError: error.hint
        case let error as TrunkImportError: error.hint
        case let error as ReportLinesError: error.hint
        default: nil
        }
    }
}
