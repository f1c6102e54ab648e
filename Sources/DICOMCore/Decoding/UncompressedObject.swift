internal import Glibc

/// An uncompressed copy of a stored object: a DICOM file (PS3.10) in Explicit VR Little Endian that has no name on the disk and
/// is gone with the last reference.
package final class UncompressedObject: Sendable {
    private let descriptor: Int32
    package let byteCount: Int

    /// - Parameter descriptor: of the open file, which this object closes.
    package init(descriptor: Int32, byteCount: Int) {
        (self.descriptor, self.byteCount) = (descriptor, byteCount)
    }

    deinit { close(descriptor) }

    /// A path by which this process can open the file as long as this object lives.
    package var path: String { "/proc/self/fd/\(descriptor)" }
}
