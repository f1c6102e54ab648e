package import DICOMCore
import FoundationEssentials
package import GRDB
package import Platform

/// A stored instance with its attributes and its file.
package struct StoredInstance: StoredObject, Sendable, Equatable {
    package let sopClassUID: String
    package let sopInstanceUID: String
    package let transferSyntaxUID: String
    package let studyInstanceUID: String
    package let seriesInstanceUID: String
    /// Full path of the file.
    package let path: String
    package let byteCount: Int
    /// SHA-256 of the file, 32 bytes.
    package let sha256: [UInt8]
    /// Frames of an image, by its header; 1 if the header does not say.
    package let frameCount: Int
}

extension StoredInstance {
    /// An object in a file that is not in a work list.
    package init(_ header: InstanceHeader, path: String, contents: DurableFile.Contents) {
        sopClassUID = header.sopClassUID
        sopInstanceUID = header.sopInstanceUID
        transferSyntaxUID = header.transferSyntaxUID
        studyInstanceUID = header.studyInstanceUID
        seriesInstanceUID = header.seriesInstanceUID
        self.path = path
        byteCount = contents.byteCount
        sha256 = contents.sha256
        frameCount = max(header.numberOfFrames ?? 1, 1)
    }

    private enum Columns: String, ColumnExpression {
        case sopClassUID, sopInstanceUID, transferSyntaxUID, studyInstanceUID, seriesInstanceUID, path
        case byteCount, sha256, numberOfFrames
    }

    /// - Parameter row: columns of `instance`, with `studyInstanceUID` and `seriesInstanceUID`.
    package init(row: Row, files: InstanceFiles) {
        sopClassUID = row[Columns.sopClassUID]
        sopInstanceUID = row[Columns.sopInstanceUID]
        transferSyntaxUID = row[Columns.transferSyntaxUID]
        studyInstanceUID = row[Columns.studyInstanceUID]
        seriesInstanceUID = row[Columns.seriesInstanceUID]
        path = files.absolute(row[Columns.path])
        byteCount = row[Columns.byteCount]
        sha256 = Array(row[Columns.sha256] as Data)
        frameCount = max(row[Columns.numberOfFrames] ?? 1, 1)
    }
}

extension WorkListStore {
    /// Returns the stored instance with this SOP Instance UID, or nil.
    package func storedInstance(_ sopInstanceUID: String) throws -> StoredInstance? {
        try read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT instance.*, series.seriesInstanceUID, study.studyInstanceUID
                        FROM instance JOIN series ON series.id = instance.seriesRow
                            JOIN study ON study.id = series.studyRow
                        WHERE instance.sopInstanceUID = ?
                        """), arguments: [sopInstanceUID]
            ).map { StoredInstance(row: $0, files: files) }
        }
    }
}
