package import Foundation

/// Runs a program to its end.
///
/// - Parameter input: its standard input; nil means an empty one.
/// - Returns: exit status, and standard output and error together.
package func run(
    _ program: String, _ arguments: [String], in directory: URL? = nil, input: String? = nil
) throws -> (status: Int32, output: String) {
    let end = try RunningProgram(
        URL(filePath: program), arguments, in: directory, input: input.map(RunningProgram.Input.text) ?? .nothing,
        joinsErrors: true
    ).end()
    return (end.status, end.output)
}
