import DICOMCore
import DICOMObject
import Glibc

/// Opens a file as the reporter does and displays its first frame.
let pixelsHarness: Harness = { bytes in
    var path = Array("/tmp/thoraxd-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0, unlink(path) == 0 else { fatalError("no temporary file") }
    defer { close(descriptor) }
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard let file = try? DICOMFile(path: "/proc/self/fd/\(descriptor)") else { return }
    _ = try? file.displayedImage(threads: 1)
}
