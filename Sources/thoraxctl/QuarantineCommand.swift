import Administration
import ArgumentParser
import Foundation
import ThoraxConfiguration
import WorkListDatabase

/// `thoraxctl quarantine` lists objects that arrived with the SOP Instance UID of a stored instance but other bytes.
struct QuarantineCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "List quarantined objects with reason, sender and time, newest first.",
        discussion: "The object that arrived first stays in its study; the other is kept as sent and is never read.")
    static let emptyNotice = "nothing is in quarantine"

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [QuarantinedObject] {
        try workList.quarantinedObjects(limit: listing.limit.rows)
    }
}

extension QuarantinedObject: ListingRow {
    static var columns: [Column<QuarantinedObject>] {
        [
            Column(ago: "arrived") { $0.at },
            Column("from") { $0.callingAETitle },
            Column("instance") { $0.sopInstanceUID },
            Column("reason") { $0.reason },
            Column("file") { $0.path },
        ]
    }
}
