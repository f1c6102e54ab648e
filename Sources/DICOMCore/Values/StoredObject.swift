/// An object in a DICOM file (PS3.10) that can be sent as it was written.
package protocol StoredObject {
    var sopClassUID: String { get }
    var sopInstanceUID: String { get }
    var transferSyntaxUID: String { get }
    /// Full path of the file.
    var path: String { get }
    /// Size of the file when it was written.
    var byteCount: Int { get }
}
