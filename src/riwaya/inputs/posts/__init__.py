"""Posts and chats: Telegram, X, WhatsApp."""
