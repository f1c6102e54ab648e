package import Foundation

/// The folder of the package that is tested.
package let packageRoot = URL(filePath: #filePath).appending(path: "../../..").standardized

/// The folder of the programs that are built with the tests.
package let builtPrograms = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
