import Glibc
package import OperatorErrors

/// An operation that the operating system refused, with the file or limit concerned and a hint for the operator.
package enum PlatformError: OperatorError, Equatable {
    /// A system call on a file or directory failed.
    case file(operation: String, path: String, errno: Int32)
    /// A thread could not be created.
    case thread(name: String, errno: Int32)
    /// Another process holds the lock.
    case locked(path: String, pid: Int32?)
    /// A resource limit could not be set.
    case limit(name: String, errno: Int32)

    package var description: String {
        switch self {
        case .file(let operation, let path, let code): "cannot \(operation) \(path): \(systemMessage(code))"
        case .thread(let name, let code): "cannot start thread \(name): \(systemMessage(code))"
        case .locked(let path, let pid): "\(path) is held by process \(pid.map(String.init) ?? "unknown")"
        case .limit(let name, let code): "cannot set limit \(name): \(systemMessage(code))"
        }
    }

    package var fault: FaultKind {
        if case .locked = self { .busy } else { .outOfResources }
    }

    package var hint: String {
        switch self {
        case .file(_, _, ENOSPC), .file(_, _, EDQUOT): "free space on this file system or use a larger one"
        case .file(_, _, EACCES), .file(_, _, EPERM), .file(_, _, EROFS): "give the daemon's user write permission"
        case .file(_, _, EMFILE), .file(_, _, ENFILE): "raise LimitNOFILE of the service, or fs.file-max of the system"
        case .file(_, _, ENOENT): "check that the path exists"
        case .file: "check the file system with dmesg and fsck"
        case .thread: "raise TasksMax of the service or lower the association limit"
        case .locked: "wait for the other process or stop it; a second daemon needs a state directory of its own"
        case .limit: "raise the hard limit of the service"
        }
    }
}

func systemMessage(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
