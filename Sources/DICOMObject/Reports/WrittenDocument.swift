package import DICOMCore

/// A document that was written to a file.
package struct WrittenDocument: Sendable, Equatable {
    package let reference: InstanceReference
    /// Scripts of its drawn text that no installed font has, so that boxes stand for their characters.
    package let scriptsWithoutFont: [PageScript]
}
