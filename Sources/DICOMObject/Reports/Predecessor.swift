import DICOMCore

/// An earlier document that another follows, and its role for it (CID 7009).
struct Predecessor: Equatable {
    let reference: InstanceReference
    let purpose: CodedConcept

    init(_ reference: InstanceReference, purpose: CodedConcept) {
        self.reference = reference
        self.purpose = purpose
    }
}
