package import DICOMCore
package import WorkListDatabase

/// The Query/Retrieve keys that this node matches and returns (PS3.4 C.6.1.1), from the table of attributes.
package enum QueryKey {
    /// All supported keys.
    package static let attributes = Dictionary(
        uniqueKeysWithValues: IndexedAttribute.all.map { (KeyAttribute($0.tag, in: $0.sequence), $0) })

    /// All supported sequences, which a scan must look into.
    package static let sequenceTags = Set(IndexedAttribute.all.compactMap(\.sequence))

    /// Attributes that describe the identifier itself, and attributes that the node fills in about itself.
    package static let ofTheNode: Set<Tag> = [
        .specificCharacterSet, .queryRetrieveLevel, .retrieveAETitle, .instanceAvailability,
    ]

    /// The attribute that a key means at a level; nil if the key is not supported there. Modality is one of a series; of
    /// a study it means Modalities in Study.
    package static func attribute(of key: KeyAttribute, at level: QueryLevel) -> IndexedAttribute? {
        guard let attribute = attributes[key] else { return nil }
        if attribute == .modality, level == .study { return .modalitiesInStudy }
        return attribute.level.depth <= level.depth ? attribute : nil
    }
}
