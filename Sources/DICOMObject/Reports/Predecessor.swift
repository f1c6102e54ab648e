import DICOMCore

/// A document that another one follows, and what it is to it (CID 7009).
struct Predecessor: Equatable {
    let reference: InstanceReference
    let purpose: CodedConcept

    init(_ reference: InstanceReference, purpose: CodedConcept) {
        self.reference = reference
        self.purpose = purpose
    }
}
