import DICOMCore

/// One node of a report's content tree (PS3.3 C.17.3), limited to what our documents use.
struct ContentItem {
    /// An item's relationship to its parent (PS3.3 Table C.17.3-8).
    enum Relationship: String {
        case contains = "CONTAINS"
        case hasConceptModifier = "HAS CONCEPT MOD"
        case hasObservationContext = "HAS OBS CONTEXT"
        case inferredFrom = "INFERRED FROM"
    }

    enum Value {
        case container
        case text(String)
        case code(CodedConcept)
        case uid(UID)
        /// A decimal string with its unit.
        case number(String, CodedConcept)
        case personName(String)
        /// A reference to an image by SOP Class and SOP Instance UID.
        case image(sopClassUID: String, sopInstanceUID: String)
        /// A reference to an instance that is not an image.
        case composite(sopClassUID: String, sopInstanceUID: String)

        var type: String {
            switch self {
            case .container: "CONTAINER"
            case .text: "TEXT"
            case .code: "CODE"
            case .uid: "UIDREF"
            case .number: "NUM"
            case .personName: "PNAME"
            case .image: "IMAGE"
            case .composite: "COMPOSITE"
            }
        }
    }

    let relationship: Relationship
    /// Nil only for a reference whose parent says what it is.
    let concept: CodedConcept?
    let value: Value
    let children: [ContentItem]
    /// The template (of the DICOM Content Mapping Resource) that a container follows, if stated.
    let template: String?

    init(
        _ relationship: Relationship, _ concept: CodedConcept?, _ value: Value, _ children: [ContentItem] = [],
        template: String? = nil
    ) {
        self.relationship = relationship
        self.concept = concept
        self.value = value
        self.children = children
        self.template = template
    }

    /// Whether any item of the tree has a code of this scheme.
    func usesScheme(_ scheme: String) -> Bool {
        var codes = [concept].compactMap { $0 }
        if case .code(let code) = value { codes.append(code) }
        return codes.contains { $0.scheme == scheme } || children.contains { $0.usesScheme(scheme) }
    }
}
