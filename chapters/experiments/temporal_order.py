"""The temporal order problem over 100 steps: shares of right answers of six networks."""

from experiments._comparison import compare
from lstm_lib.tasks import temporal_order, temporal_order_floor


def run() -> dict:
    """Return shares of right answers and curves of each network and seed, and the floor."""
    return {
        "floor": temporal_order_floor(),
        **compare(temporal_order, steps=100, updates=800, outputs=4),
    }
