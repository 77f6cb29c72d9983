"""What people use in a notebook: accounts and incidents as frames of pandas, polars and geopandas, and plots."""
