import Glibc
import Platform
import Synchronization
package import WorkListDatabase

/// Keeps pictures of stored images on disk below `derived/`, up to a limit in bytes; beyond it, the least recently shown are
/// removed.
///
/// A file is complete or absent, and need not survive a power cut. The pictures of an image are removed with it
/// (`InstanceFiles.removeDerived`). Thread-safe.
package final class PictureCache: Sendable {
    /// Default limit: 8 GiB, or one twentieth of the file system, whichever is less.
    package static let (mostBytes, mostPart) = (8 << 30, 20)

    let files: InstanceFiles
    let limit: Int
    private let reservedBytes: Int
    /// Names this run of the program.
    private let run = String(UInt64.random(in: .min ... .max), radix: 36)
    /// Bytes on disk; nil until they have been counted.
    private let byteCount = Mutex<Int?>(nil)

    /// Folder of the current revision; those of others are removed first.
    private static let revision = "r\(PictureForm.revision)"

    /// - Parameters:
    ///   - reservedBytes: nothing is kept while less than twice this is free, so that pictures never prevent an object from
    ///     being stored.
    ///   - limit: limit in bytes.
    package init(_ files: InstanceFiles, reservedBytes: Int, limit: Int? = nil) {
        self.files = files
        self.reservedBytes = reservedBytes
        let part = (try? Directory.totalBytes(at: files.stateDirectory)).map { $0 / Self.mostPart }
        self.limit = limit ?? min(Self.mostBytes, part ?? Self.mostBytes)
    }

    private func directory(ofFile path: String) -> String {
        files.derivedDirectory(of: path, revision: Self.revision)
    }

    private func directory(of instance: StoredInstance) -> String { directory(ofFile: instance.path) }

    private func name(_ form: PictureForm, _ frame: Int) -> String { "\(frame)-\(form.fileName(inRun: run))" }

    /// Whether a form is kept.
    func has(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> Bool {
        has(named: name(form, frame), of: instance)
    }

    /// Whether this run has kept something under a name of its own.
    func has(ofRun name: String, of instance: StoredInstance) -> Bool {
        has(named: PictureForm.nameOfRun(name, run), of: instance)
    }

    private func has(named name: String, of instance: StoredInstance) -> Bool {
        access("\(directory(of: instance))/\(name)", R_OK) == 0
    }

    /// Reads a form and records that it was shown; nil if it is not kept.
    func bytes(_ form: PictureForm, of instance: StoredInstance, frame: Int) -> [UInt8]? {
        bytes(named: name(form, frame), of: instance)
    }

    /// Reads what this run has kept under a name of its own; nil if there is nothing.
    func bytes(ofRun name: String, of instance: StoredInstance) -> [UInt8]? {
        bytes(named: PictureForm.nameOfRun(name, run), of: instance)
    }

    private func bytes(named name: String, of instance: StoredInstance) -> [UInt8]? {
        let descriptor = Glibc.open("\(directory(of: instance))/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let size = Int(status.st_size)
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while isWhole, filled < size {
                let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
                if count < 0, errno == EINTR { continue }
                isWhole = count > 0
                filled += max(count, 0)
            }
        }
        // The directory's modification time records its last use.
        utimensat(AT_FDCWD, directory(of: instance), nil, 0)
        return isWhole ? bytes : nil
    }

    /// Keeps a form if there is room for it.
    func keep(_ bytes: [UInt8], as form: PictureForm, of instance: StoredInstance, frame: Int) {
        keep(bytes, named: name(form, frame), of: instance)
    }

    /// Keeps something for this run under a name of its own, in place of what had the name, if there is room for it.
    func keep(_ bytes: [UInt8], ofRun name: String, of instance: StoredInstance) {
        keep(bytes, named: PictureForm.nameOfRun(name, run), of: instance)
    }

    private func keep(_ bytes: [UInt8], named name: String, of instance: StoredInstance) {
        keep(bytes.count, named: name, ofFile: instance.path) { Self.write(bytes, to: $0) }
    }

    /// Keeps a copy of a file for this run under a name of its own, if there is room for it.
    ///
    /// - Parameters:
    ///   - source: descriptor of the file.
    ///   - path: of the image.
    func keep(copyOf source: Int32, _ count: Int, ofRun name: String, ofFile path: String) {
        keep(count, named: PictureForm.nameOfRun(name, run), ofFile: path) { target in
            var start = off_t(0)
            while start < count {
                let copied = sendfile(target, source, &start, count - Int(start))
                if copied < 0, errno == EINTR { continue }
                guard copied > 0 else { return false }
            }
            return true
        }
    }

    /// Opens what this run has kept under a name of its own, and records that it was used; nil if there is nothing.
    func open(ofRun name: String, ofFile path: String) -> (descriptor: Int32, byteCount: Int)? {
        let directory = directory(ofFile: path)
        let descriptor = Glibc.open("\(directory)/\(PictureForm.nameOfRun(name, run))", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return nil
        }
        utimensat(AT_FDCWD, directory, nil, 0)
        return (descriptor, Int(status.st_size))
    }

    /// - Parameter write: writes so many bytes to a descriptor; false if it cannot.
    private func keep(_ count: Int, named name: String, ofFile path: String, write: (Int32) -> Bool) {
        guard count <= limit / 4, hasRoom(for: count) else { return look() }
        let directory = directory(ofFile: path)
        let temporary = "\(directory)/\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        makeDirectory(directory)
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return }
        let isWhole = write(descriptor)
        close(descriptor)
        guard isWhole, rename(temporary, "\(directory)/\(name)") == 0 else {
            unlink(temporary)
            return
        }
        // The image may have been removed since it was read, together with the pictures it had then.
        if access(path, F_OK) != 0 { try? files.removeDerived(of: path) }
        let isOver = byteCount.withLock { total in
            total = total.map { $0 + count }
            return total.map { $0 > limit } ?? true
        }
        if isOver { trim() }
    }

    private func hasRoom(for count: Int) -> Bool {
        ((try? Directory.freeBytes(at: files.stateDirectory)) ?? 0) >= 2 * reservedBytes + count
    }

    /// Counts the kept pictures. Beyond the limit it removes the least recently shown until a tenth of the limit is free; it
    /// removes all if the disk is nearly full. Files of older revisions, of removed images and of writers that ended are
    /// removed too.
    package func trim() {
        byteCount.withLock { count in
            let sweep = PictureSweep(files, revision: Self.revision, run: run)
            count = sweep.trim(to: !hasRoom(for: 0) ? 0 : sweep.byteCount > limit ? limit / 10 * 9 : limit)
        }
    }

    /// Removes pictures if the disk is nearly full, and counts them after a start. Blocks.
    package func look() {
        let isCounted = byteCount.withLock { $0 != nil }
        if !isCounted || !hasRoom(for: 0) { trim() }
    }

    /// Like `Directory.create`, without syncing: its contents need not survive a power cut.
    private func makeDirectory(_ path: String) {
        if mkdir(path, 0o750) == 0 || errno != ENOENT { return }
        makeDirectory(Directory.parent(of: path))
        mkdir(path, 0o750)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
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
