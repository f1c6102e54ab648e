package import Foundation

/// The folder of the package that is tested.
package let packageRoot = URL(filePath: #filePath).appending(path: "../../..").standardized
