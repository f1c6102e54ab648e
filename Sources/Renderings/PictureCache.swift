import Glibc
import Platform
import Synchronization
package import WorkListDatabase

/// Pictures of stored images, on disk below `derived/`: at most so many bytes, of which those not shown for longest go first.
///
/// A file is there whole or not at all, but need not survive a power cut. The pictures of an image go with it
/// (`InstanceFiles.removeDerived`). Any number of threads may use it.
package final class PictureCache: Sendable {
    /// Most bytes, and the part of the file system's size that they may be.
    package static let (mostBytes, mostPart) = (8 << 30, 20)

    let files: InstanceFiles
    let limit: Int
    private let reservedBytes: Int
    /// Bytes that are there; nil until they have been counted.
    private let byteCount = Mutex<Int?>(nil)

    /// Counts of the present revision: what an older one left behind goes first.
    private static let revision = "r\(PictureForm.revision)"

    /// - Parameters:
    ///   - reservedBytes: nothing is kept while fewer bytes than twice these are free, so that pictures never keep an
    ///     object from being stored.
    ///   - limit: most bytes; by default 8 GiB or the twentieth part of the file system, whichever is less.
    package init(_ files: InstanceFiles, reservedBytes: Int, limit: Int? = nil) {
        self.files = files
        self.reservedBytes = reservedBytes
        let part = (try? Directory.totalBytes(at: files.stateDirectory)).map { $0 / Self.mostPart }
        self.limit = limit ?? min(Self.mostBytes, part ?? Self.mostBytes)
    }

    private func directory(of instance: StoredInstance) -> String {
        files.derivedDirectory(of: instance.path, revision: Self.revision)
    }

    private func path(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> String {
        "\(directory(of: instance))/\(frame)-\(form.rawValue)"
    }

    /// Whether a form is there.
    func has(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> Bool {
        access(path(form, of: instance, frame: frame), R_OK) == 0
    }

    /// Reads a form and notes that it was shown; nil if it is not there.
    func bytes(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> [UInt8]? {
        let descriptor = open(path(form, of: instance, frame: frame), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let size = Int(status.st_size)
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while isWhole, filled < size {
                let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
                isWhole = count > 0
                filled += max(count, 0)
            }
        }
        // The time of a directory is that of its last use.
        utimensat(AT_FDCWD, directory(of: instance), nil, 0)
        return isWhole ? bytes : nil
    }

    /// Keeps a form, as far as there is room.
    func keep(_ bytes: [UInt8], as form: PictureForm, of instance: StoredInstance, frame: Int) {
        guard bytes.count <= limit / 4, hasRoom(for: bytes.count) else { return look() }
        let directory = directory(of: instance)
        let temporary = "\(directory)/\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        makeDirectory(directory)
        guard write(bytes, to: temporary) else {
            unlink(temporary)
            return
        }
        rename(temporary, path(form, of: instance, frame: frame))
        // The image may have been removed since it was read, and with it the pictures that were there then.
        if access(instance.path, F_OK) != 0 { try? files.removeDerived(of: instance.path) }
        let isOver = byteCount.withLock { count in
            count = count.map { $0 + bytes.count }
            return count.map { $0 > limit } ?? true
        }
        if isOver { trim() }
    }

    private func hasRoom(for count: Int) -> Bool {
        ((try? Directory.freeBytes(at: files.stateDirectory)) ?? 0) >= 2 * reservedBytes + count
    }

    /// Counts what is there, and removes what was shown longest ago until a tenth of the limit is free; removes everything if
    /// the disk is nearly full. It also removes what an older revision, a process that ended or an image that is gone has left
    /// behind.
    package func trim() {
        byteCount.withLock { count in
            let sweep = PictureSweep(files, revision: Self.revision)
            count = sweep.trim(to: !hasRoom(for: 0) ? 0 : sweep.byteCount > limit ? limit / 10 * 9 : limit)
        }
    }

    /// Gives way if the disk is nearly full, and counts what is there after a start. Blocks.
    package func look() {
        let isCounted = byteCount.withLock { $0 != nil }
        if !isCounted || !hasRoom(for: 0) { trim() }
    }

    /// Like `Directory.create`, but nothing in it must be there after a power cut.
    private func makeDirectory(_ path: String) {
        if mkdir(path, 0o750) == 0 || errno != ENOENT { return }
        makeDirectory(Directory.parent(of: path))
        mkdir(path, 0o750)
    }

    private func write(_ bytes: [UInt8], to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                start += count
            }
            return true
        }
    }
}
