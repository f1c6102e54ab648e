package import Foundation

/// Runs a program to its end.
///
/// - Parameter input: its standard input; nil leaves it that of the tests.
/// - Returns: exit status, and standard output and error together.
package func run(
    _ program: String, _ arguments: [String], in directory: URL? = nil, input: String? = nil
) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = directory
    let (given, pipe) = (Pipe(), Pipe())
    if input != nil { process.standardInput = given }
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    if let input {
        try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try given.fileHandleForWriting.close()
    }
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
}
