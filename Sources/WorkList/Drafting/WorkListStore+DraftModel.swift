import GRDB
package import WorkListDatabase

/// The model that wrote a draft.
package struct DraftModel: Sendable, Equatable, FetchableRecord, Decodable {
    package let name: String
    package let version: String
    package let weightsSHA256: String

    package init(name: String, version: String, weightsSHA256: String) {
        self.name = name
        self.version = version
        self.weightsSHA256 = weightsSHA256
    }
}

extension WorkListStore {
    /// Returns the model that wrote this draft; nil when there is no such draft.
    package func model(ofDraft row: Int64) throws -> DraftModel? {
        try read { db in
            try DraftModel.fetchOne(
                db,
                sql: "SELECT modelName AS name, modelVersion AS version, weightsSHA256 FROM draft WHERE id = ?",
                arguments: [row])
        }
    }
}
