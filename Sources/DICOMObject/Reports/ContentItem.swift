import DICOMCore

/// One node of a report's content tree (PS3.3 C.17.3), as far as Basic Text SR goes.
struct ContentItem {
    /// How an item relates to the one it stands in (PS3.3 Table C.17.3-8).
    enum Relationship: String {
        case contains = "CONTAINS"
        case hasConceptModifier = "HAS CONCEPT MOD"
        case hasObservationContext = "HAS OBS CONTEXT"
    }

    enum Value {
        case container([ContentItem])
        case text(String)
        case code(CodedConcept)
        case uid(UID)
        /// An instance by its class and its identifier.
        case image(sopClassUID: String, sopInstanceUID: String)

        var type: String {
            switch self {
            case .container: "CONTAINER"
            case .text: "TEXT"
            case .code: "CODE"
            case .uid: "UIDREF"
            case .image: "IMAGE"
            }
        }
    }

    let relationship: Relationship
    let concept: CodedConcept
    let value: Value

    init(_ relationship: Relationship, _ concept: CodedConcept, _ value: Value) {
        self.relationship = relationship
        self.concept = concept
        self.value = value
    }
}
