package import DICOMCore
package import FoundationEssentials
package import GRDB
package import Platform
package import WorkListDatabase

extension WorkListStore {
    /// A document of a draft or of a review that is durable on disk but not yet recorded.
    package struct NewDocument: Sendable {
        package let form: ReportForm
        package let header: InstanceHeader
        /// Path relative to the state directory; the file is already durable.
        package let path: String
        package let contents: DurableFile.Contents
        /// Names of the peers to deliver it to.
        package let destinations: [String]

        package init(
            form: ReportForm, header: InstanceHeader, path: String, contents: DurableFile.Contents,
            destinations: [String]
        ) {
            self.form = form
            self.header = header
            self.path = path
            self.contents = contents
            self.destinations = destinations
        }
    }

    /// Stores a document as an instance of its study, and adds it to the outbox for its destinations.
    ///
    /// - Returns: the row of the instance.
    package static func store(_ document: NewDocument, at now: Date, in db: Database) throws -> Int64 {
        let rows = try document.header.storeStudyAndSeries(in: db)
        let instanceRow = try document.header.storeInstance(
            seriesRow: rows.seriesRow, path: document.path, byteCount: document.contents.byteCount,
            sha256: document.contents.sha256, origin: "produced", callingAETitle: nil, at: now.milliseconds, in: db)
        for destination in document.destinations {
            try enqueue(instanceRow: instanceRow, for: destination, at: now, in: db)
        }
        return instanceRow
    }

    /// Adds an object to the outbox for a destination, in the transaction that stores the object. Does nothing if it is
    /// already there.
    ///
    /// - Parameter destination: name of a peer.
    package static func enqueue(instanceRow: Int64, for destination: String, at now: Date, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO outbox (instanceRow, destination, notBefore, createdAt, changedAt) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (instanceRow, destination) DO NOTHING
                """,
            arguments: [instanceRow, destination, now.milliseconds, now.milliseconds, now.milliseconds])
    }
}
