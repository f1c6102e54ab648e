/// The Content-Type of a store request.
package struct MultipartType: Sendable, Equatable {
    package let boundary: String

    /// Boundaries that are taken: RFC 2046 allows 70 characters, Orthanc sends 73.
    static let boundaryLimit = 128

    /// Reads the header's value; the type may be in quotes or not, or left out.
    package init(_ contentType: String?) throws(MultipartError) {
        let parts = HeaderFields.split((contentType ?? "").prefix(1024), at: ";")
        guard parts.first?.lowercased() == "multipart/related" else { throw .notMultipart }
        let parameters = HeaderFields.parameters(parts.dropFirst())
        if let type = parameters["type"], !MultipartType.isDICOM(type) { throw .otherType }
        guard let boundary = parameters["boundary"], (1...MultipartType.boundaryLimit).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw .noBoundary }
        self.boundary = boundary
    }

    /// Whether a part of this type is stored: `application/dicom` with any parameters, or no type at all.
    package static func isDICOM(_ contentType: String?) -> Bool {
        guard let contentType else { return true }
        return HeaderFields.split(contentType.prefix(1024), at: ";").first?.lowercased() == "application/dicom"
    }
}
