import DICOMCore

/// One node of a report's content tree (PS3.3 C.17.3), as far as our documents go.
struct ContentItem {
    /// How an item relates to the one it stands in (PS3.3 Table C.17.3-8).
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
        /// An instance by its class and its identifier.
        case image(sopClassUID: String, sopInstanceUID: String)
        /// The same of one that is no image.
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
    /// Nil only for a reference, whose place says what it is.
    let concept: CodedConcept?
    let value: Value
    let children: [ContentItem]
    /// The template of the DICOM Content Mapping Resource that a container holds to, where it is stated.
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

    /// Whether an item of the tree carries a code of this scheme.
    func usesScheme(_ scheme: String) -> Bool {
        var codes = [concept].compactMap { $0 }
        if case .code(let code) = value { codes.append(code) }
        return codes.contains { $0.scheme == scheme } || children.contains { $0.usesScheme(scheme) }
    }
}
