import Tensors

/// Initial values of a parameter.
package enum Initialization {
    case zeros
    case ones
    case normal(deviation: Float)
    /// Uniform within ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010).
    case xavierUniform(fanIn: Int, fanOut: Int)
    /// Normal with standard deviation sqrt(2 / fan), for layers followed by a rectifier (He et al. 2015).
    case kaimingNormal(fan: Int)

    func fill(_ tensor: Tensor, _ generator: inout RandomGenerator) {
        let values: [Float]
        switch self {
        case .zeros: return
        case .ones: values = [Float](repeating: 1, count: tensor.count)
        case .normal(let deviation): values = generator.normals(tensor.count, deviation: deviation)
        case .xavierUniform(let fanIn, let fanOut):
            let bound = (6 / Float(fanIn + fanOut)).squareRoot()
            values = (0..<tensor.count).map { _ in Float.random(in: -bound...bound, using: &generator) }
        case .kaimingNormal(let fan):
            values = generator.normals(tensor.count, deviation: (2 / Float(fan)).squareRoot())
        }
        tensor.pointer.update(from: values, count: values.count)
    }
}
