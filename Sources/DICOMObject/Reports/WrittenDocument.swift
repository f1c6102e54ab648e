package import DICOMCore

/// A document that was written to a file.
package struct WrittenDocument: Sendable, Equatable {
    package let reference: InstanceReference
    /// Scripts of its drawn text without an installed font; their characters are drawn as boxes.
    package let scriptsWithoutFont: [PageScript]
}
