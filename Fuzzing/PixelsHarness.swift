import DICOMCore
import DICOMObject
import Glibc
import Imaging

/// Opens a file as the reporter does and displays its first frame, which must be a brightness for each pixel.
let pixelsHarness: Harness = { bytes in
    var path = Array("/tmp/thoraxd-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0, unlink(path) == 0 else { fatalError("no temporary file") }
    defer { close(descriptor) }
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard let file = try? DICOMFile(path: "/proc/self/fd/\(descriptor)") else { return }
    guard let picture = try? file.displayedImage(threads: 1).picture else { return }
    guard picture.pixels.count == picture.rows * picture.columns, picture.pixels.allSatisfy({ 0...1 ~= $0 }) else {
        fatalError("a picture is not \(picture.rows) x \(picture.columns) values of brightness")
    }
}
